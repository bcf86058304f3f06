package dev.windsock.protocol;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is published is kept as it was written. */
class CommandDataTest {

    private static byte[] data(byte[] lines) {
        List<Command> commands = Commands.parse(lines);
        Command last = commands.getLast();
        assertThat(last).as("%s", last).isInstanceOf(Command.Publish.class);
        return ((Command.Publish) last).data();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "false",
                "0",
                "-0",
                "-12.50e+10",
                "123456789012345678901234567890",
                "0.1000",
                "1E400",
                "\"\"",
                "\"a\\\"b\\\\c\\u00e9\\ud83d\\ude00\\ud800\"",
                "\"é漢😀\u2028\"",
                "{}",
                "[]",
                "[ 1 ,\t2 , [ ] ]",
                "{ \"b\" : 1, \"a\" : { \"id\" : 2, \"ping\":{} }, \"b\" : \"}\" }",
                "[[[[[[[[[[{\"x\":[{}]}]]]]]]]]]]"
            })
    void isKeptByteForByte(String data) {
        for (String command : List.of(
                "{\"id\":1,\"publish\":{\"channel\":\"a\",\"data\":%s}}",
                "{\"id\":1,\"publish\":{\"data\":%s,\"channel\":\"a\"}}",
                " {\"x\":\"é漢😀\",\"publish\": {\"data\" : %s , \"channel\":\"a\"} , \"id\":1 } ",
                "{\"id\":1,\"ping\":{}}\n{\"x\":\"é\",\"id\":2,\"publish\":{\"channel\":\"a\",\"data\":%s}}")) {
            assertThat(new String(data(command.replace("%s", data).getBytes(UTF_8)), UTF_8).strip())
                    .as(command)
                    .isEqualTo(data);
        }
    }

    @Test
    void longValuesAreKeptWhole() {
        String text = "\"" + "é漢😀\\n".repeat(5_000) + "\"";
        String numbers = "[" + "1234567890,".repeat(5_000) + "0]";
        for (String data : List.of(text, numbers)) {
            byte[] line = ("{\"publish\":{\"channel\":\"a\",\"data\":" + data + "}}").getBytes(UTF_8);
            assertThat(new String(data(line), UTF_8)).isEqualTo(data);
        }
    }

    @Test
    void carriageReturnsBetweenTokensBecomeSpaces() {
        byte[] line = "{\"publish\":{\"channel\":\"a\",\"data\":[1,\r2,\r\"\\r\"]}}\r".getBytes(UTF_8);
        assertThat(new String(data(line), UTF_8)).isEqualTo("[1, 2, \"\\r\"]");
    }

    @Test
    void theLastOfSeveralCounts() {
        byte[] line = "{\"publish\":{\"channel\":\"a\",\"data\":1,\"data\":[2]}}".getBytes(UTF_8);
        assertThat(new String(data(line), UTF_8)).isEqualTo("[2]");
    }

    @Test
    void aByteOrderMarkIsNoPartOfACommand() {
        byte[] line = "\uFEFF{\"id\":1,\"publish\":{\"channel\":\"a\",\"data\":[1]}}".getBytes(UTF_8);
        for (Command command : Commands.parse(line)) {
            if (command instanceof Command.Publish publish) {
                assertThat(new String(publish.data(), UTF_8)).isEqualTo("[1]");
            } else {
                assertThat(command).isInstanceOf(Command.Malformed.class);
            }
        }
    }

    /** UTF-16 of ASCII is UTF-8 too, with zeros between: JSON readers that guess would take it. */
    @Test
    void otherEncodingsAreBadJson() {
        for (Charset charset : List.of(UTF_16LE, UTF_16BE, Charset.forName("UTF-32LE"), Charset.forName("UTF-32BE"))) {
            byte[] line = "{\"id\":1,\"publish\":{\"channel\":\"a\",\"data\":[1]}}".getBytes(charset);
            assertThat(Commands.parse(line))
                    .as(charset.name())
                    .allSatisfy(command -> assertThat(command).isInstanceOf(Command.Malformed.class));
        }
    }
}
