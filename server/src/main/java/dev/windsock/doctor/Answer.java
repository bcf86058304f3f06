package dev.windsock.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windsock.protocol.Json;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one request brought.
 *
 * @param status 0 where no answer came
 * @param shown the status for people
 * @param trouble why there is no answer, in words
 * @param evidence what was seen, a line each
 */
record Answer(
        int status, String shown, double ms, HttpHeaders headers, String text, String trouble, List<String> evidence) {
    private static final Pattern PROBLEM =
            Pattern.compile("\"type\"\\s*:\\s*\"https://windsock\\.dev/problems/([\\w-]+)\"");
    private static final Pattern DETAIL = Pattern.compile("\"detail\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern TITLE = Pattern.compile("<title[^>]*>([^<]*)<", Pattern.CASE_INSENSITIVE);
    private static final Pattern MARKUP = Pattern.compile("(?is)<(script|style)\\b.*?</\\1>|<[^>]*>|\\s+|\\p{Cntrl}+");
    private static final int MAX_EXCERPT = 160;
    private static final int OK = 200;
    private static final Set<Integer> ANOTHER = Set.of(404, 405, 501, 511);
    private static final int BAD = 400;
    private static final int SERVER_ERROR = 500;
    private static final int LOGIN = 511;

    static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);

    static Answer none(double ms, String trouble, List<String> evidence) {
        return new Answer(0, "no answer", ms, NO_HEADERS, "", trouble, evidence);
    }

    boolean isOk() {
        return status == OK;
    }

    /** Whether nobody knows by it if the request was taken. */
    boolean isDoubtful() {
        return status == 0 || status >= SERVER_ERROR && status != LOGIN;
    }

    /** The code of a problem document of the server's own. */
    Optional<String> problem() {
        Matcher matcher = PROBLEM.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The member of this name in one of the frames that it is made of; empty where it is not the server's. */
    Optional<JsonNode> frame(String name) {
        for (String line : text.split("\n", -1)) {
            JsonNode member = Answer.json(line).path(name);
            if (member.isObject()) {
                return Optional.of(member);
            }
        }
        return Optional.empty();
    }

    /** What the text is as JSON; missing where it is none. */
    static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (IOException e) {
            return Json.mapper().missingNode();
        }
    }

    /** The name that the server gives itself; empty where the answer is not the server's. */
    Optional<String> server() {
        return isOk()
                ? frame("connect").map(reply -> reply.path("server").asText("a server of Windsock"))
                : Optional.empty();
    }

    /** What it is instead of an answer of the server's. */
    Found judge(String who) {
        if (status == 0) {
            return Found.of("away", "page", trouble);
        }
        Map<String, Object> values = Map.of("status", shown, "who", who, "page", excerpt());
        if (problem().isPresent()) {
            return Found.of(problem().get().equals("forbidden-origin") ? "forbidden-origin" : "server-refused", values);
        }
        // With these the server never answers, and what only blocks seldom does.
        boolean another = status < BAD || ANOTHER.contains(status);
        return Found.of(another ? "strange" : "refused", values);
    }

    /** What a page of a stranger says, in short: its title, or the beginning of its text. */
    String excerpt() {
        @Nullable String said = first(DETAIL);
        if (said == null) {
            said = first(TITLE);
        }
        String plain = MARKUP.matcher(said == null || said.isBlank() ? text : said)
                .replaceAll(" ")
                .replaceAll(" +", " ")
                .strip();
        return plain.isEmpty() ? "" : '“' + cut(plain) + '”';
    }

    private @Nullable String first(Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }

    static String cut(String text) {
        return text.length() > MAX_EXCERPT ? text.substring(0, MAX_EXCERPT - 1) + '…' : text;
    }
}
