package dev.windsock.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An example of PROTOCOL.md: a conversation over a WebSocket, or a request over HTTP and its response.
 *
 * @param section the heading above it
 * @param line where its first block begins, counted from 1
 * @param blocks the lines of its blocks: one, or two where it is a request and a response
 */
record ProtocolExample(Kind kind, String section, int line, List<List<String>> blocks) {

    private static final Pattern FENCE = Pattern.compile("^```(\\S.*)?$");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$");
    private static final Pattern RESPONSE = Pattern.compile("^HTTP/1\\.1 \\d{3} .*$");

    /** What runs it. */
    enum Kind {
        HTTP,
        WEBSOCKET
    }

    /** All examples of the document, in its order. */
    static List<ProtocolExample> of(Path document) throws IOException {
        List<ProtocolExample> examples = new ArrayList<>();
        List<String> lines = Files.readAllLines(document);
        String section = "";
        for (int i = 0; i < lines.size(); i++) {
            Matcher heading = HEADING.matcher(lines.get(i));
            section = heading.matches() ? heading.group(1) : section;
            Matcher fence = FENCE.matcher(lines.get(i));
            if (fence.matches()) {
                int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
                add(examples, fence.group(1), section, i + 1, lines.subList(i + 1, end));
                i = end;
            }
        }
        return examples;
    }

    private static void add(List<ProtocolExample> examples, String info, String section, int line, List<String> block) {
        if ("wire websocket".equals(info)) {
            examples.add(new ProtocolExample(Kind.WEBSOCKET, section, line, List.of(block)));
        } else if ("http".equals(info) && !RESPONSE.matcher(block.get(0)).matches()) {
            examples.add(new ProtocolExample(Kind.HTTP, section, line, List.of(block)));
        } else if ("http".equals(info)) {
            ProtocolExample request = examples.remove(examples.size() - 1);
            if (request.kind != Kind.HTTP || request.blocks.size() != 1) {
                throw new IllegalStateException("PROTOCOL.md:" + line + ": a response that follows no request");
            }
            examples.add(new ProtocolExample(
                    Kind.HTTP, request.section, request.line, List.of(request.blocks.get(0), block)));
        }
    }

    @Override
    public String toString() {
        return section + " (PROTOCOL.md:" + line + ")";
    }
}
