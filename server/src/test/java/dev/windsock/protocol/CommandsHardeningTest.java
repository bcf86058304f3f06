package dev.windsock.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes, every line is a command or is told to be none, and so is its answer. */
class CommandsHardeningTest {
    private static final int MUTANTS = 1_500;
    private static final List<String> VALID = List.of(
            "{\"id\":1,\"connect\":{\"client\":\"c\",\"transport\":\"sse\",\"wait\":9,\"channels\":{\"a\":null,"
                    + "\"b\":{\"epoch\":\"e\",\"offset\":7}}}}",
            "{\"id\":2,\"subscribe\":{\"channel\":\"a\",\"since\":{\"epoch\":\"e\\u00e9\",\"offset\":7}}}",
            "{\"id\":3,\"publish\":{\"channel\":\"a\",\"data\":{\"x\":[1.5e3,\"é😀\",null,true,{}]}}}",
            "{\"id\":9007199254740991,\"ping\":{}}\n{\"pong\":{}}\r\n\n{\"attach\":{\"session\":\"s\"}}");
    private static final List<String> SNIPPETS = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "\\",
            "\\ud800",
            "\\u0000",
            "\n",
            "\r",
            "-",
            "1e999999999",
            "null",
            "\uFEFF",
            "\u0000",
            "99999999999999999999",
            "\"id\":",
            "\"data\":",
            "{\"\\ud800\":{}}",
            "[[[[[[[[",
            "/*",
            "NaN",
            "[".repeat(120),
            "1".repeat(1_200));

    static IntStream seeds() {
        return IntStream.range(0, 4);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mutatedLinesAreCommandsOrMalformed(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = VALID.get(random.nextInt(VALID.size())).getBytes(StandardCharsets.UTF_8);
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                mutant = mutate(random, mutant);
            }
            check(mutant);
            check(new String(mutant, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16LE));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomBytesAreCommandsOrMalformed(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < MUTANTS; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            check(bytes);
        }
    }

    private static byte[] mutate(Random random, byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, at + random.nextInt(8));
        return switch (random.nextInt(5)) {
            case 0 -> splice(bytes, at, to, new byte[0]);
            case 1 -> splice(bytes, at, at, pick(random, SNIPPETS));
            case 2 -> splice(bytes, at, Math.min(bytes.length, at + 1), new byte[] {(byte) random.nextInt(256)});
            case 3 -> splice(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
            default -> splice(bytes, at, bytes.length, pick(random, VALID));
        };
    }

    private static byte[] pick(Random random, List<String> texts) {
        return texts.get(random.nextInt(texts.size())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] instead) {
        byte[] spliced = Arrays.copyOf(bytes, bytes.length - (to - from) + instead.length);
        System.arraycopy(instead, 0, spliced, from, instead.length);
        System.arraycopy(bytes, to, spliced, from + instead.length, bytes.length - to);
        return spliced;
    }

    private static void check(byte[] bytes) {
        assertThatCode(() -> {
                    for (Command command : Commands.parse(bytes)) {
                        assertThat(command.id()).isBetween(0L, (1L << 53) - 1);
                        if (command instanceof Command.Malformed malformed) {
                            assertThat(malformed.message()).isNotEmpty();
                            Frames.error(malformed.id(), malformed.code(), malformed.message());
                        } else if (command instanceof Command.Publish publish && isUtf8(bytes)) {
                            Json.mapper().readTree(new String(publish.data(), StandardCharsets.UTF_8));
                            assertThat(publish.data()).doesNotContain('\n').doesNotContain('\r');
                        }
                    }
                })
                .as(() -> "the bytes " + Base64.getEncoder().encodeToString(bytes) + " = "
                        + new String(bytes, StandardCharsets.UTF_8))
                .doesNotThrowAnyException();
    }

    private static boolean isUtf8(byte[] bytes) {
        return Arrays.equals(bytes, new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
    }
}
