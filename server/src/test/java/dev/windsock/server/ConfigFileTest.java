package dev.windsock.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windsock.channel.Behind;
import dev.windsock.channel.Namespaces;
import dev.windsock.channel.Publishers;
import dev.windsock.channel.Rules;
import dev.windsock.protocol.TransportName;
import dev.windsock.transport.Networks;
import dev.windsock.transport.Proxies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
    @TempDir
    private Path dir;

    private Path file(String toml) throws IOException {
        return Files.writeString(dir.resolve("windsock.toml"), toml);
    }

    private Namespaces read(String toml) throws IOException {
        return ConfigFile.read(file(toml)).namespaces(UnaryOperator.identity());
    }

    @Test
    void anEmptyFileChangesNothing() throws Exception {
        assertThat(read("# nothing\n")).isEqualTo(Namespaces.all(Rules.defaults()));
    }

    @Test
    void allRulesAreRead() throws Exception {
        Namespaces namespaces = read("""
                [defaults]
                log-count = 7
                log-size = "2m"
                log-age = "90s"
                recovery = false
                behind = "latest"
                presence = true
                joins = true
                publish = "server"
                transports = ["websocket", "polling"]
                """);

        assertThat(namespaces.of("c"))
                .isEqualTo(new Rules(
                        7,
                        2 << 20,
                        Duration.ofSeconds(90),
                        false,
                        Behind.LATEST,
                        true,
                        true,
                        Publishers.SERVER,
                        Set.of(TransportName.WEBSOCKET, TransportName.POLLING)));
    }

    @Test
    void aNamespaceHasTheDefaultsInWhatItLeavesOut() throws Exception {
        Namespaces namespaces = read("""
                defaults.log-count = 7
                namespaces.a.behind = "disconnect"
                namespaces."b.c" = { log-size = 65_536, behind = "gap" }
                [namespaces.empty]
                """);

        Rules defaults = Rules.defaults().withLog(7, 4 << 20, Duration.ofMinutes(5));
        assertThat(namespaces.of("none:1")).isEqualTo(defaults);
        assertThat(namespaces.of("empty:1")).isEqualTo(defaults);
        assertThat(namespaces.of("a:1")).isEqualTo(defaults.withBehind(Behind.DISCONNECT));
        assertThat(namespaces.of("b.c:1")).isEqualTo(defaults.withLog(7, 65_536, Duration.ofMinutes(5)));
    }

    @Test
    void theCommandLineWinsOverTheDefaultsAndANamespaceOverBoth() throws Exception {
        Path file = file("[defaults]\nlog-count = 7\nlog-age = \"1m\"\n[namespaces.a]\nlog-count = 9\n");

        Namespaces namespaces =
                ConfigFile.read(file).namespaces(rules -> rules.withLog(8, rules.logBytes(), rules.logAge()));

        assertThat(namespaces.of("b:1").logCount()).isEqualTo(8);
        assertThat(namespaces.of("b:1").logAge()).hasMinutes(1);
        assertThat(namespaces.of("a:1").logCount()).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"log-count = 2147483647", "log-size = 1", "log-size = \"1g\"", "log-age = \"1ms\""})
    void valuesAtTheBoundsAreTaken(String line) throws Exception {
        assertThat(read("[namespaces.a]\n" + line).listed()).containsOnlyKeys("a");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "log-count = 0              | `log-count` must be an integer from 1 to 2147483647, not 0",
                "log-count = -1             | not -1",
                "log-count = 1.0            | `log-count` must be an integer",
                "log-count = \"7\"          | `log-count` must be an integer from 1 to 2147483647, not \"7\"",
                "log-count = 2147483648     | not 2147483648",
                "log-count = 99999999999999999999 | not 99999999999999999999",
                "log-count = nan            | `log-count` must be an integer",
                "log-size = 0               | `log-size` must be a size of 1 byte or more, such as \"4m\" or 65536, not 0",
                "log-size = \"0k\"          | not \"0k\"",
                "log-size = \"4 MB\"        | not \"4 MB\"",
                "log-size = 1.5             | `log-size` must be a size",
                "log-size = true            | `log-size` must be a size",
                "log-size = \"999999999999999g\" | `log-size` must be a size",
                "log-age = 300              | `log-age` must be a duration above 0, such as \"500ms\", \"25s\", \"5m\" or \"1h\", not 300",
                "log-age = \"0s\"           | not \"0s\"",
                "log-age = \"\"             | not \"\"",
                "log-age = \"1d\"           | not \"1d\"",
                "log-age = 12:00:00         | not \"12:00",
                "recovery = \"on\"          | `recovery` must be true or false, not \"on\"",
                "recovery = 1               | `recovery` must be true or false, not 1",
                "behind = \"skip\"          | `behind` must be \"gap\" or \"latest\" or \"disconnect\", not \"skip\"",
                "behind = \"GAP\"           | not \"GAP\"",
                "behind = true              | not true",
                "presence = []              | `presence` must be true or false, not []",
                "joins = {}                 | `joins` must be true or false, not {}",
                "joins = true               | has `joins = true` without presence; set `presence = true`, or `joins = false`",
                "publish = \"none\"         | `publish` must be \"all\" or \"server\", not \"none\"",
                "presense = true            | has no key `presense`; there are log-count, log-size, log-age, recovery, behind, presence, joins, publish and transports",
                "transports = []           | `transports` must be a list of one or more of \"websocket\", \"sse\" and \"polling\", not []",
                "transports = \"sse\"      | not \"sse\"",
                "transports = [\"sse\", 1] | not [\"sse\",1]",
                "transports = [\"SSE\"]    | not [\"SSE\"]",
                "x.y = 1                    | has no key `x`",
                "\"\" = 1                   | has no key ``"
            })
    void aRuleThatCannotBeIsToldWithItsPlace(String line, String complaint) throws Exception {
        // What does not go together is a fault of the table.
        int place = line.startsWith("joins = true") ? 3 : 4;
        for (String table : List.of("[defaults]", "[namespaces.chat]")) {
            Path file = file("# rules\n\n" + table + "\n" + line + "\n");

            assertThatThrownBy(() -> ConfigFile.read(file).namespaces(UnaryOperator.identity()))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith(file + ":" + place + ": " + table + " ")
                    .hasMessageContaining(complaint);
        }
    }

    @Test
    void joinsOfTheDefaultsDoNotGoWithANamespaceWithoutPresence() throws Exception {
        Path file = file("[defaults]\npresence = true\njoins = true\n\n[namespaces.a]\npresence = false\n");

        assertThatThrownBy(() -> ConfigFile.read(file).namespaces(UnaryOperator.identity()))
                .hasMessage(file + ":5: [namespaces.a] has `joins = true` without presence; set `presence = true`, or"
                        + " `joins = false`");
    }

    @Test
    void aLongValueIsToldInPart() throws Exception {
        Path file = file("defaults.behind = \"" + "x".repeat(10_000) + "\"");

        assertThatThrownBy(() -> ConfigFile.read(file).namespaces(UnaryOperator.identity()))
                .message()
                .endsWith("xxx…")
                .hasSizeLessThan(400);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "[default]        | 2 | there is no table `default`; there are [defaults], [namespaces.NAME], [[networks]], [proxies] and [metrics]",
                "log-count = 1    | 2 | there is no table `log-count`",
                "defaults = 7     | 2 | `defaults` must be a table",
                "namespaces = []  | 2 | `namespaces` must be a table",
                "[[defaults]]     | 2 | `defaults` must be a table",
                "namespaces.a = 1 | 2 | [namespaces.a] must be a table",
                "[[namespaces.a]] | 2 | [namespaces.a] must be a table",
                "[namespaces.a.b] | 2 | [namespaces.a] has no key `b`",
                "[namespaces.\"a b\"] | 2 | no channel can be in the namespace `a b`",
                "[namespaces.'a:b']   | 2 | no channel can be in the namespace `a:b`",
                "[namespaces.-a]      | 2 | no channel can be in the namespace `-a`",
                "[namespaces.\"\"]    | 2 | no channel can be in the namespace ``",
                "[namespaces.\"gr\u00FC\u00DFe\"] | 2 | no channel can be in the namespace"
            })
    void aTableThatCannotBeIsToldWithItsPlace(String line, int place, String complaint) throws Exception {
        Path file = file("\n" + line + "\n");

        assertThatThrownBy(() -> ConfigFile.read(file).namespaces(UnaryOperator.identity()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + ":" + place + ": ")
                .hasMessageContaining(complaint);
    }

    @Test
    void theLongestNamespaceLeavesRoomForTheColon() throws Exception {
        assertThat(read("[namespaces." + "n".repeat(127) + "]\n").listed()).hasSize(1);
        Path file = file("[namespaces." + "n".repeat(128) + "]\n");
        assertThatThrownBy(() -> ConfigFile.read(file).namespaces(UnaryOperator.identity()))
                .hasMessageContaining("1 to 127");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "[defaults                   | :2: not TOML: ",
                "log-count =                 | :2: not TOML: ",
                "defaults.log-age = \"5m     | :2: not TOML: ",
                "x = tru                     | :2: not TOML: ",
                "{\"defaults\": {}}          | :2: not TOML: ",
                "defaults = { joins = true, joins = false } | : not TOML: Duplicate key"
            })
    void whatIsNotTomlIsToldWithItsLine(String line, String complaint) throws Exception {
        Path file = file("\n" + line + "\n");

        assertThatThrownBy(() -> ConfigFile.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + complaint);
    }

    @Test
    void aTableThatIsThereTwiceIsNotToml() throws Exception {
        Path file = file("[namespaces.a]\njoins = false\n[namespaces.a]\n");

        assertThatThrownBy(() -> ConfigFile.read(file)).hasMessageStartingWith(file + ":3: not TOML: ");
    }

    @Test
    void tablesNestedTooDeeplyAreRefused() throws Exception {
        Path file = file("a = " + "[".repeat(100_000));

        assertThatThrownBy(() -> ConfigFile.read(file)).isInstanceOf(ConfigException.class);
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws Exception {
        assertThatThrownBy(() -> ConfigFile.read(dir.resolve("none.toml")))
                .hasMessage(dir.resolve("none.toml") + ": there is no such file");
        assertThatThrownBy(() -> ConfigFile.read(dir)).hasMessageStartingWith(dir + ": cannot be read: ");
        Path latin = Files.write(dir.resolve("latin.toml"), new byte[] {'#', (byte) 0xFC, '\n'});
        assertThatThrownBy(() -> ConfigFile.read(latin)).hasMessage(latin + ": not UTF-8");
    }

    @Test
    void theSamplesFileLetsTheChatTellWhoIsThere() {
        Namespaces namespaces = ConfigFile.read(Path.of("..", "samples", "chat", "windsock.toml"))
                .namespaces(UnaryOperator.identity());

        assertThat(namespaces.of("chat:lobby")).isEqualTo(Rules.defaults().withPresence(true, true));
        assertThat(namespaces.of("other")).isEqualTo(Rules.defaults());
    }

    @Test
    void theExampleOfTheDocumentIsRead() throws Exception {
        Matcher example = Pattern.compile("```toml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", "configuration.md")));
        assertThat(example.find()).isTrue();

        Namespaces namespaces = read(example.group(1));

        assertThat(namespaces.defaults())
                .as("the defaults as the document says")
                .isEqualTo(Rules.defaults());
        assertThat(namespaces.of("chat:lobby").joins()).isTrue();
        assertThat(namespaces.of("price:EURUSD").behind()).isEqualTo(Behind.LATEST);
        assertThat(namespaces.of("price:EURUSD").publishers()).isEqualTo(Publishers.SERVER);
    }

    @Test
    void networksProxiesAndMetricsAreRead() throws Exception {
        ConfigFile read = ConfigFile.read(file("""
                [[networks]]
                cidr = ["10.0.0.0/8", "fd00::/8"]
                transports = ["sse"]
                [[networks]]
                cidr = "10.1.2.3"
                transports = ["websocket", "polling"]
                [proxies]
                trusted = "10.0.0.7"
                header = "Forwarded"
                [metrics]
                allow = ["10.0.0.0/8", "::1"]
                """));

        assertThat(read.networks()).isNotSameAs(Networks.UNRESTRICTED);
        assertThat(read.proxies(null, null)).isNotSameAs(Proxies.NONE);
        assertThat(read.metrics().isOff()).isFalse();
    }

    @Test
    void aFileThatSaysNothingOfThemOffersAllTrustsNobodyAndShowsMetricsToLoopback() throws Exception {
        ConfigFile read = ConfigFile.read(file("[defaults]\n"));

        assertThat(read.networks()).isSameAs(Networks.UNRESTRICTED);
        assertThat(read.proxies(null, null)).isSameAs(Proxies.NONE);
        assertThat(read.metrics()).isSameAs(MetricsAccess.LOOPBACK);
    }

    @Test
    void theCommandLineWinsOverTheProxiesOfTheFile() throws Exception {
        ConfigFile read = ConfigFile.read(file("[proxies]\ntrusted = \"10.0.0.7\"\n"));

        assertThat(read.proxies(List.of(), null)).isSameAs(Proxies.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "[networks] // cidr = \"::/0\"        | [[networks]] must be tables",
                "networks = [7]                    | [[networks]] must be a table",
                "[[networks]] // transports = [\"sse\"] | [[networks]] A rule of networks needs a range",
                "[[networks]] // cidr = \"::/0\"      | [[networks]] needs the key `transports`",
                "[[networks]] // cidr = \"::/0\" // transports = [] | [[networks]] `transports` must be a list",
                "[[networks]] // cidr = [\"10.0.0.0/33\"] // transports = [\"sse\"] | [[networks]] `10.0.0.0/33` is neither",
                "[[networks]] // cidr = [\"::1\", \"::1\"] // transports = [\"sse\"] | [[networks]] `::1` is listed twice",
                "[[networks]] // cidr = [] // transports = [\"sse\"] | [[networks]] `cidr` must be a string or a list of strings, not []",
                "[[networks]] // net = 1               | [[networks]] has no key `net`; there are cidr and transports",
                "[proxies] // trusted = 7              | [proxies] `trusted` must be a string or a list of strings, not 7",
                "[proxies] // trusted = \"localhost\"  | [proxies] `localhost` is neither an address nor a range",
                "[proxies] // header = \"via\"         | [proxies] `via` is none of x-forwarded-for and forwarded",
                "[metrics] // allow = \"everybody\"    | [metrics] `everybody` is neither",
                "[metrics] // who = \"all\"            | [metrics] has no key `who`; there are allow"
            })
    void whatCannotBeOfNetworksProxiesAndMetricsIsTold(String toml, String complaint) throws Exception {
        Path file = file("\n" + toml.replace(" // ", "\n") + "\n");

        assertThatThrownBy(() -> {
                    ConfigFile read = ConfigFile.read(file);
                    read.networks();
                    read.proxies(null, null);
                    read.metrics();
                })
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + ":2: ")
                .hasMessageContaining(complaint);
    }
}
