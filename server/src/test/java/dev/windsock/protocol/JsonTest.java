package dev.windsock.protocol;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    private static void assertBadJson(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ProtocolException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.BAD_JSON);
            assertThat(e.getMessage()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "-1.5e3", "\"é😀\\ud800\"", "[]", "{\"a\":[1,{\"b\":2}]}", "[ 1 ]"})
    void oneValueOnOneLineIsReturnedItself(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        assertThat(Json.value(bytes)).isSameAs(bytes);
    }

    @Test
    void lineBreaksBetweenTokensBecomeSpaces() {
        byte[] json = "{\r\n\t\"a\": [1,\n2],\r\"b\": \"\\n\"\n}\n".getBytes(UTF_8);
        byte[] before = json.clone();
        assertThat(new String(Json.value(json), UTF_8)).isEqualTo("{  \t\"a\": [1, 2], \"b\": \"\\n\" }");
        assertThat(json).as("the caller's array").isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "tru",
                "truee",
                "{",
                "[1",
                "[1,]",
                "{\"a\"}",
                "{\"a\":1,}",
                "1 2",
                "{}{}",
                "\"a",
                "\"\n\"",
                "\"\\x\"",
                "01",
                "1.",
                "-",
                "+1",
                "NaN",
                "'a'",
                "// c\n1",
                "]",
                "[1]]"
            })
    void whatIsNotOneValueIsRefused(String json) {
        assertBadJson(() -> Json.value(json.getBytes(UTF_8)));
    }

    @Test
    void whiteSpaceAroundTheValueGoes() {
        for (String json : List.of("1", "\"a b\"", "[ 1 ]", "{}")) {
            byte[] wide = (" \t\r\n" + json + "\n\r\t ").getBytes(UTF_8);
            assertThat(new String(Json.value(wide), UTF_8)).isEqualTo(json);
        }
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        for (byte[] bytes : List.of(
                new byte[] {'"', (byte) 0xFF, '"'},
                new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'},
                new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'},
                new byte[] {'"', (byte) 0xE2, (byte) 0x82, '"'})) {
            assertBadJson(() -> Json.value(bytes));
            assertBadJson(() -> Json.utf8(bytes));
            assertBadJson(() -> Json.text(bytes));
        }
    }

    /** It would stand inside frames for all subscribers, and break them. */
    @Test
    void otherEncodingsOfJsonAreRefused() {
        for (Charset charset : List.of(UTF_16LE, UTF_16BE, Charset.forName("UTF-32LE"), Charset.forName("UTF-32BE"))) {
            assertBadJson(() -> Json.value("[1,2]".getBytes(charset)));
            assertBadJson(() -> Json.value("1".getBytes(charset)));
        }
    }

    /** It would stand inside frames for all subscribers, and break them. */
    @Test
    void aByteOrderMarkIsRefusedOrDropped() throws IOException {
        byte[] value;
        try {
            value = Json.value("\uFEFF[1]".getBytes(UTF_8));
        } catch (ProtocolException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.BAD_JSON);
            return;
        }
        assertThat(new String(value, UTF_8)).isEqualTo("[1]");
    }

    @Test
    void depthIsBounded() {
        assertThat(Json.value(("[".repeat(90) + "]".repeat(90)).getBytes(UTF_8)))
                .hasSize(180);
        assertBadJson(() -> Json.value(("[".repeat(1_000) + "]".repeat(1_000)).getBytes(UTF_8)));
    }

    @Test
    void utf8IsReturnedItself() {
        byte[] bytes = "aé漢😀".getBytes(UTF_8);
        assertThat(Json.utf8(bytes)).isSameAs(bytes);
        assertThat(Json.text(bytes)).isEqualTo("aé漢😀");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\"\\/\b\f\n\r\t\u0001\u007f\u2028", "é漢😀", "{\"a\":1}"})
    void aTextAsAJsonStringIsThatTextOnOneLine(String text) throws IOException {
        byte[] json = Json.string(text);
        assertThat(Json.mapper().readValue(json, String.class)).isEqualTo(text);
        assertThat(json).doesNotContain('\n').doesNotContain('\r');
        assertThat(new String(Json.unquoted(json), UTF_8)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "\"a\\u00e9\\n\",`aé\n`",
                "\"\",``",
                "12,12",
                "{\"a\":\"b\"},{\"a\":\"b\"}",
                "[\"a\"],[\"a\"]",
                "null,null"
            })
    void unquotedIsTheTextOfAStringAndElseTheJson(String json, String text) {
        assertThat(new String(Json.unquoted(json.getBytes(UTF_8)), UTF_8)).isEqualTo(text);
    }

    /** {@link Json#value} lets white space stand, so it is part of what is published. */
    @Test
    void aStringWithWhiteSpaceAroundIsAStringToo() {
        assertThat(new String(Json.unquoted(Json.value(" \t\"a\"\n".getBytes(UTF_8))), UTF_8))
                .isEqualTo("a");
    }
}
