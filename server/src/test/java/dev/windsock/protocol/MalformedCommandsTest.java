package dev.windsock.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedCommandsTest {

    private static Command.Malformed malformed(String line) {
        Command command = Commands.parse(line.getBytes(StandardCharsets.UTF_8)).getFirst();
        assertThat(command).as(line).isInstanceOf(Command.Malformed.class);
        return (Command.Malformed) command;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "1",
                "null",
                "[]",
                "\"ping\"",
                "{",
                "{\"id\":1,",
                "{\"id\":1,\"ping\":{}",
                "{\"id\":1,\"ping\":{}}}",
                "{\"id\":1,\"ping\":{}} 1",
                "{'id':1,'ping':{}}",
                "{id:1}",
                "{\"id\":01,\"ping\":{}}",
                "{\"id\":1,\"publish\":{\"channel\":\"a\",\"data\":NaN}}",
                "{\"id\":1,\"publish\":{\"channel\":\"a\",\"data\":tru}}",
                "{\"id\":1,\"publish\":{\"channel\":\"a\",\"data\":\"\t\"}}",
                "{\"id\":1,\"publish\":{\"channel\":\"a\",\"data\":\"\\x\"}}",
                "{\"id\":1,\"publish\":{\"channel\":\"a\",\"data\":[1,]}}",
                "{\"id\":1,\"publish\":{\"channel\":\"a\",\"data\":1 2}}"
            })
    void whatIsNoJsonObjectIsBadJson(String line) {
        assertThat(malformed(line).code()).isEqualTo(ErrorCode.BAD_JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":8}",
                "{\"id\":8,\"dance\":{}}",
                "{\"id\":8,\"ping\":1}",
                "{\"id\":8,\"ping\":null}",
                "{\"id\":8,\"ping\":{},\"subscribe\":{\"channel\":\"a\"}}",
                "{\"id\":8,\"ping\":{},\"ping\":{}}",
                "{\"id\":8,\"connect\":{\"client\":1}}",
                "{\"id\":8,\"connect\":{\"transport\":{}}}",
                "{\"id\":8,\"connect\":{\"wait\":\"1\"}}",
                "{\"id\":8,\"connect\":{\"wait\":1.5}}",
                "{\"id\":8,\"connect\":{\"wait\":99999999999999999999}}",
                "{\"id\":8,\"connect\":{\"channels\":[\"a\"]}}",
                "{\"id\":8,\"connect\":{\"channels\":null}}",
                "{\"id\":8,\"connect\":{\"channels\":{\"a\":1}}}",
                "{\"id\":8,\"subscribe\":{}}",
                "{\"id\":8,\"subscribe\":{\"channel\":null}}",
                "{\"id\":8,\"subscribe\":{\"channel\":[\"a\"]}}",
                "{\"id\":8,\"subscribe\":{\"channel\":\"a\",\"since\":7}}",
                "{\"id\":8,\"unsubscribe\":{}}",
                "{\"id\":8,\"publish\":{\"channel\":\"a\"}}",
                "{\"id\":8,\"publish\":{\"data\":1}}",
                "{\"id\":8,\"attach\":{}}",
                "{\"id\":8,\"attach\":{\"session\":1}}"
            })
    void whatIsNoCommandIsBadCommandWithItsId(String line) {
        Command.Malformed malformed = malformed(line);
        assertThat(malformed.code()).isEqualTo(ErrorCode.BAD_COMMAND);
        assertThat(malformed.id()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "9007199254740992", "99999999999999999999", "1.5", "1e3", "\"1\"", "null", "{}"})
    void anIdThatIsNoneIsNotRepeated(String id) {
        Command.Malformed malformed = malformed("{\"id\":" + id + ",\"ping\":{}}");
        assertThat(malformed.code()).isEqualTo(ErrorCode.BAD_COMMAND);
        assertThat(malformed.id()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"epoch\":\"e\"}",
                "{\"offset\":1}",
                "{\"epoch\":\"\",\"offset\":1}",
                "{\"epoch\":\"e\",\"offset\":-1}",
                "{\"epoch\":\"12345678901234567890123456789012345678901234567890123456789012345\",\"offset\":1}"
            })
    void anObjectThatIsNoPositionIsBadPosition(String since) {
        Command.Malformed malformed = malformed("{\"id\":8,\"subscribe\":{\"channel\":\"a\",\"since\":" + since + "}}");
        assertThat(malformed.code()).isEqualTo(ErrorCode.BAD_POSITION);
        assertThat(malformed.id()).isEqualTo(8);
    }

    /** Members have no order: a client whose JSON library puts the id last would else wait for its reply for ever. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"subscribe\":{\"channel\":1},\"id\":9}",
                "{\"subscribe\":{\"channel\":\"a\",\"since\":{\"epoch\":\"e\",\"offset\":-1}},\"id\":9}",
                "{\"ping\":{},\"dance\":{},\"id\":9}",
                "{\"dance\":{},\"id\":9}"
            })
    void theIdIsRepeatedThoughItComesAfterTheFault(String line) {
        assertThat(malformed(line).id()).isEqualTo(9);
    }

    @Test
    void depthIsBounded() {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);
        assertThat(malformed("{\"id\":1,\"publish\":{\"channel\":\"a\",\"data\":" + deep + "}}")
                        .code())
                .isEqualTo(ErrorCode.BAD_JSON);
        assertThat(malformed("{\"id\":1,\"x\":" + deep + ",\"ping\":{}}").code())
                .isEqualTo(ErrorCode.BAD_JSON);
    }

    @Test
    void moreDataThanPresenceShowsIsBadCommand() {
        String fits = "\"" + "x".repeat(Member.MAX_DATA - 2) + "\"";
        String connect = "{\"id\":8,\"connect\":{\"data\":%s}}";
        assertThat(Commands.parse(connect.formatted(fits).getBytes(StandardCharsets.UTF_8))
                        .getFirst())
                .isInstanceOf(Command.Connect.class);
        assertThat(malformed(connect.formatted(fits.replace("xx", "xxx"))).code())
                .isEqualTo(ErrorCode.BAD_COMMAND);
    }
}
