package dev.windsock.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.channel.Encoding;
import dev.windsock.channel.Publication;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireFormTest {
    private static final int TEXT = 0x81;
    private static final int COMPRESSED_TEXT = 0xC1;

    private static String frame(Publication publication) {
        return "{\"publication\":{\"channel\":\"room\",\"epoch\":\""
                + publication.position().epoch() + "\",\"offset\":1,\"data\":" + new String(publication.data(), UTF_8)
                + "}}";
    }

    private static String encoded(WireForm form, String json) {
        return new String(form.encode(Publications.of(json)), UTF_8);
    }

    /** The payload of an unmasked frame with a length of one or two bytes. */
    private static byte[] payload(byte[] frame, int firstByte) {
        assertThat(frame[0] & 0xFF).isEqualTo(firstByte);
        int head = frame[1] == 126 ? 4 : 2;
        int length = head == 2 ? frame[1] : (frame[2] & 0xFF) << 8 | frame[3] & 0xFF;
        assertThat(frame).hasSize(head + length);
        return Arrays.copyOfRange(frame, head, frame.length);
    }

    private static String message(WireForm form, String json) {
        return new String(payload(form.encode(Publications.of(json)), TEXT), UTF_8);
    }

    private static byte[] inflated(byte[] deflated) throws Exception {
        byte[] whole = Arrays.copyOf(deflated, deflated.length + 4);
        whole[whole.length - 2] = (byte) 0xFF;
        whole[whole.length - 1] = (byte) 0xFF;
        Inflater inflater = new Inflater(true);
        inflater.setInput(whole);
        byte[] out = new byte[100_000];
        int n = inflater.inflate(out);
        inflater.end();
        return Arrays.copyOf(out, n);
    }

    @Test
    void noTwoFormsShareASlot() {
        Set<Integer> slots = new HashSet<>();
        for (WireForm form : WireForm.values()) {
            assertThat(form.slot()).isBetween(0, Encoding.SLOTS - 1);
            assertThat(slots.add(form.slot())).isTrue();
        }
    }

    @Test
    void onAWebSocketAPublicationIsAMessage() {
        Publication publication = Publications.of("{\"é\":[1, 2]}");
        assertThat(payload(WireForm.WEBSOCKET.encode(publication), TEXT))
                .asString(UTF_8)
                .isEqualTo(frame(publication));
    }

    @Test
    void whatIsWorthItIsCompressed() throws Exception {
        Publication publication = Publications.of('"' + "long é ".repeat(200) + '"');
        byte[] frame = WireForm.WEBSOCKET_DEFLATED.encode(publication);
        assertThat(frame).hasSizeLessThan(200);
        assertThat(inflated(payload(frame, COMPRESSED_TEXT))).asString(UTF_8).isEqualTo(frame(publication));
    }

    @Test
    void whatIsNotWorthItIsNot() {
        Publication brief = Publications.of("\"short\"");
        assertThat(payload(WireForm.WEBSOCKET_DEFLATED.encode(brief), TEXT))
                .asString(UTF_8)
                .isEqualTo(frame(brief));
        byte[] wild = new byte[300];
        new Random(1).nextBytes(wild);
        byte[] incompressible = Arrays.copyOf(Base64.getEncoder().encode(wild), 256);
        new Random(1).nextBytes(incompressible);
        assertThat(payload(WireForm.deflated(incompressible), TEXT)).isEqualTo(incompressible);
    }

    @Test
    void asAnEventItHasItsPositionForAnId() {
        Publication publication = Publications.of("\"a\\nb\"");
        assertThat(WireForm.SSE.encode(publication))
                .asString(UTF_8)
                .isEqualTo("id: " + publication.position() + "\ndata: " + frame(publication) + "\n\n");
    }

    @Test
    void onAChunkedStreamTheEventIsAChunk() {
        Publication publication = Publications.of("\"é\"");
        byte[] event = WireForm.SSE.encode(publication);
        assertThat(WireForm.SSE_CHUNKED.encode(publication))
                .asString(UTF_8)
                .isEqualTo(Integer.toHexString(event.length) + "\r\n" + new String(event, UTF_8) + "\r\n");
    }

    @Test
    void inAnAnswerItIsALine() {
        Publication publication = Publications.of("1");
        assertThat(WireForm.LINE.encode(publication)).asString(UTF_8).isEqualTo(frame(publication) + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"\"text é\\\"\"|text é\"", "{\"a\":1}|{\"a\":1}", "[1]|[1]", "12|12", "null|null"})
    void atmospheresClientsGetTheBareMessage(String json, String text) {
        assertThat(message(WireForm.ATMOSPHERE_WEBSOCKET, json)).isEqualTo(text);
        assertThat(encoded(WireForm.ATMOSPHERE_BODY, json)).isEqualTo(text);
        assertThat(encoded(WireForm.ATMOSPHERE_SSE, json)).isEqualTo("data:" + text + "\n\n");
    }

    @ParameterizedTest
    @CsvSource({"\"\",0|", "\"abc\",3|abc", "\"é漢\",2|é漢", "\"😀a\",3|😀a", "[1],3|[1]", "\"1|a\",3|1|a"})
    void lengthsAreInUtf16Units(String json, String text) {
        String quoted = json.replace("'", "\"");
        assertThat(message(WireForm.ATMOSPHERE_WEBSOCKET_LENGTH, quoted)).isEqualTo(text);
        assertThat(encoded(WireForm.ATMOSPHERE_BODY_LENGTH, quoted)).isEqualTo(text);
        assertThat(encoded(WireForm.ATMOSPHERE_SSE_LENGTH, quoted)).isEqualTo("data:" + text + "\n\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\\nb",
                "a\\rb",
                "a\\r\\nb",
                "\\n",
                "a\\n\\nb",
                "a\\r\\n\\r\\nb",
                "\\na\\r",
                "data: x\\n\\nid: 7"
            })
    void lineBreaksStayInsideTheEvent(String json) {
        String event = encoded(WireForm.ATMOSPHERE_SSE, '"' + json + '"');
        assertThat(event).endsWith("\n\n").doesNotContain("\r");
        String[] lines = event.substring(0, event.length() - 2).split("\n", -1);
        assertThat(lines).allMatch(line -> line.startsWith("data:"));
        assertThat(received(event)).isEqualTo(text(json).replace("\r\n", "\n").replace('\r', '\n'));
    }

    /** What an event source makes of the event: the lines, joined by single line feeds. */
    private static String received(String event) {
        return event.substring(0, event.length() - 2).replace("\ndata:", "\n").substring("data:".length());
    }

    private static String text(String json) {
        return json.replace("\\r", "\r").replace("\\n", "\n");
    }
}
