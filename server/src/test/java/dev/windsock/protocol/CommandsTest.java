package dev.windsock.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandsTest {

    private static Command one(String line) {
        List<Command> commands = parse(line);
        assertThat(commands).hasSize(1);
        return commands.getFirst();
    }

    private static List<Command> parse(String lines) {
        return Commands.parse(lines.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void connectWithoutMembersHasDefaults() {
        assertThat(one("{\"id\":1,\"connect\":{}}"))
                .isEqualTo(new Command.Connect(1, null, Map.of(), null, 0, null, null, false, 0, null));
    }

    @Test
    void connectCarriesAllItsMembers() {
        Command.Connect connect = (Command.Connect) one("{\"id\":2,\"connect\":{\"client\":\"c\",\"transport\":\"sse\","
                + "\"wait\":25000,\"channels\":{\"b\":null,\"a\":{\"epoch\":\"e\",\"offset\":7}}}}");
        assertThat(connect.id()).isEqualTo(2);
        assertThat(connect.client()).isEqualTo("c");
        assertThat(connect.transport()).isEqualTo("sse");
        assertThat(connect.waitMillis()).isEqualTo(25_000);
        assertThat(connect.channels().keySet()).as("in the client's order").containsExactly("b", "a");
        assertThat(connect.channels())
                .containsEntry("b", Start.NOW)
                .containsEntry("a", Start.after(new Position("e", 7)));
    }

    @Test
    void aStreamMayBeginWithEightKilobytesOfPaddingAndNotMore() {
        assertThat(one("{\"id\":1,\"connect\":{\"padding\":8192}}"))
                .isEqualTo(new Command.Connect(1, null, Map.of(), null, 0, null, null, false, 8192, null));
        assertThat(one("{\"id\":1,\"connect\":{\"padding\":8193}}"))
                .isInstanceOfSatisfying(
                        Command.Malformed.class,
                        malformed -> assertThat(malformed.message()).contains("from 0 to 8192"));
    }

    @Test
    void aChannelOfConnectMayStateCreditOrNewestWithoutAPosition() {
        Command.Connect connect = (Command.Connect)
                one("{\"id\":1,\"connect\":{\"channels\":{\"a\":{\"credit\":5},\"b\":{\"newest\":3}}}}");

        assertThat(connect.channels())
                .containsEntry("a", new Start(null, Start.ALL, 5))
                .containsEntry("b", new Start(null, 3, Start.ALL));
    }

    @Test
    void subscribeMayStateWhereItWas() {
        assertThat(one("{\"id\":3,\"subscribe\":{\"channel\":\"a\"}}"))
                .isEqualTo(new Command.Subscribe(3, "a", Start.NOW));
        assertThat(one("{\"id\":3,\"subscribe\":{\"channel\":\"a\",\"since\":null}}"))
                .isEqualTo(new Command.Subscribe(3, "a", Start.NOW));
        assertThat(one("{\"id\":3,\"subscribe\":{\"channel\":\"a\",\"since\":{\"epoch\":\"e\",\"offset\":0}}}"))
                .isEqualTo(new Command.Subscribe(3, "a", Start.after(new Position("e", 0))));
    }

    @Test
    void otherCommandsCarryTheirMembers() {
        assertThat(one("{\"id\":4,\"unsubscribe\":{\"channel\":\"a\"}}"))
                .isEqualTo(new Command.Unsubscribe(4, "a", false));
        assertThat(one("{\"id\":5,\"ping\":{}}")).isEqualTo(new Command.Ping(5));
        assertThat(one("{\"pong\":{}}")).isEqualTo(new Command.Pong(0, null));
        assertThat(one("{\"attach\":{\"session\":\"s\"}}")).isEqualTo(new Command.Attach(0, "s"));
    }

    @Test
    void aReportIsTakenAsItIsAndNothingElseIsAReport() {
        assertThat(one("{\"pong\":{\"report\":\"blocked:sse:held-back\"}}"))
                .isEqualTo(new Command.Pong(0, "blocked:sse:held-back"));
        assertThat(one("{\"pong\":{\"report\":{\"a\":[1]}}}")).isEqualTo(new Command.Pong(0, null));
        assertThat(((Command.Connect) one("{\"id\":1,\"connect\":{\"report\":\"x\"}}")).report())
                .isEqualTo("x");
        assertThat(((Command.Connect) one("{\"id\":1,\"connect\":{\"report\":7}}")).report())
                .isNull();
    }

    @Test
    void membersMayComeInAnyOrder() {
        assertThat(one("{\"subscribe\":{\"since\":{\"offset\":3,\"epoch\":\"e\"},\"channel\":\"a\"},\"id\":6}"))
                .isEqualTo(new Command.Subscribe(6, "a", Start.after(new Position("e", 3))));
    }

    @Test
    void unknownMembersAreIgnoredWhateverTheyHold() {
        assertThat(one("{\"x\":1,\"subscribe\":{\"u\":{\"channel\":\"no\",\"since\":[{}]},\"channel\":\"a\","
                        + "\"since\":{\"v\":[1,{\"epoch\":\"no\"}],\"epoch\":\"e\",\"offset\":1,\"w\":null}},"
                        + "\"y\":[{\"ping\":{}}],\"z\":null,\"id\":7}"))
                .isEqualTo(new Command.Subscribe(7, "a", Start.after(new Position("e", 1))));
    }

    @Test
    void theLargestIdIsTwoToThe53MinusOne() {
        assertThat(one("{\"id\":9007199254740991,\"ping\":{}}").id()).isEqualTo(9_007_199_254_740_991L);
    }

    @Test
    void linesBecomeCommandsInOrderAndEmptyOnesNone() {
        assertThat(parse("\n{\"id\":1,\"ping\":{}}\n\r\n \t\n{\"id\":2,\"ping\":{}}\r\n{\"pong\":{}}"))
                .containsExactly(new Command.Ping(1), new Command.Ping(2), new Command.Pong(0, null));
    }

    @Test
    void nothingAtAllIsNoCommand() {
        assertThat(parse("")).isEmpty();
        assertThat(parse("\n\n")).isEmpty();
    }

    @Test
    void aMalformedLineDoesNotTouchItsNeighbours() {
        List<Command> commands = parse("{\"id\":1,\"ping\":{}}\n{\"id\":2,\n{\"id\":3,\"ping\":{}}");
        assertThat(commands).hasSize(3);
        assertThat(commands.get(0)).isEqualTo(new Command.Ping(1));
        assertThat(commands.get(1)).isInstanceOf(Command.Malformed.class);
        assertThat(commands.get(2)).isEqualTo(new Command.Ping(3));
    }
}
