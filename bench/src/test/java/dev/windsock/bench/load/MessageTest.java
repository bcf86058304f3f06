package dev.windsock.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class MessageTest {
    private static ByteBuffer at(int place, byte[] message) {
        ByteBuffer buffer = ByteBuffer.allocate(place + message.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        return buffer.put(place, message);
    }

    @Test
    void carriesItsNumberAndItsTime() {
        byte[] message = Message.encode(90_817_263, 1_234_567_890_123_456L);

        assertThat(message).hasSize(Message.LENGTH);
        assertThat(Message.sequence(at(3, message), 3)).isEqualTo(90_817_263);
        assertThat(Message.time(at(3, message), 3)).isEqualTo(1_234_567_890_123_456L);
    }

    @Test
    void isDamagedWhereAnyByteButTheTimeHasChanged() {
        for (int place = 0; place < Message.LENGTH; place++) {
            byte[] message = Message.encode(7, 8);
            message[place]++;
            boolean time = place >= 8 && place < 24;

            assertThat(Message.sequence(at(0, message), 0)).as("byte " + place).isEqualTo(time ? 7 : -1);
        }
    }
}
