package dev.windsock.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageTest {
    private static byte[] bytes(String message) {
        return message.getBytes(StandardCharsets.US_ASCII);
    }

    private static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(bytes(text)).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void carriesItsStreamItsNumberAndItsTime() {
        String message = Message.text(4711, 90_817_263, 1_234_567_890_123_456L);
        ByteBuffer buffer = buffer("abc" + message);

        assertThat(message).hasSize(Message.LENGTH);
        assertThat(Message.stream(buffer, 3)).isEqualTo(4711);
        assertThat(Message.sequence(buffer, 3)).isEqualTo(90_817_263);
        assertThat(Message.time(buffer, 3)).isEqualTo(1_234_567_890_123_456L);
    }

    @Test
    void isDamagedWhereAByteOfItsNumberOrItsFillerHasChanged() {
        for (int place = 0; place < Message.LENGTH; place++) {
            byte[] message = bytes(Message.text(5, 7, 8));
            message[place]++;
            boolean other = place >= 8 && place < 32;

            assertThat(Message.sequence(ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN), 0))
                    .as("byte " + place)
                    .isEqualTo(other ? 7 : -1);
        }
    }

    @Test
    void isFoundWhateverIsBeforeIt() {
        for (int before = 0; before < 200; before++) {
            String text = "x".repeat(before) + Message.text(0, 1, 2) + "tail" + Message.text(0, 2, 2);
            ByteBuffer buffer = buffer(text);

            assertThat(Message.find(buffer, 0, text.length())).isEqualTo(before);
            int second = before + Message.LENGTH + "tail".length();
            assertThat(Message.find(buffer, before + Message.LENGTH, text.length()))
                    .isEqualTo(second);
        }
    }

    @Test
    void isNotFoundWhereItIsCut() {
        String message = Message.text(0, 1, 2);

        for (int length = 0; length < Message.LENGTH; length++) {
            assertThat(Message.find(buffer(message.substring(0, length)), 0, length))
                    .isEqualTo(-1);
        }
    }
}
