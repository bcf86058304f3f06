package dev.windsock.transport;

import dev.windsock.channel.Encoding;
import dev.windsock.channel.Publication;
import dev.windsock.engine.Entry;
import dev.windsock.protocol.Frames;
import dev.windsock.protocol.Json;
import dev.windsock.websocket.Deflation;
import dev.windsock.websocket.FrameWriter;
import java.nio.charset.StandardCharsets;

/** The forms that publications take on the wire. */
enum WireForm implements Encoding {
    /** A WebSocket message. */
    WEBSOCKET {
        @Override
        public byte[] encode(Publication publication) {
            return FrameWriter.text(json(publication));
        }
    },
    /** A WebSocket message, compressed where that makes it smaller. */
    WEBSOCKET_DEFLATED {
        @Override
        public byte[] encode(Publication publication) {
            return deflated(json(publication));
        }
    },
    /** A server-sent event without a name, whose id is the position. */
    SSE {
        @Override
        public byte[] encode(Publication publication) {
            String event = publication.kind() == Entry.Kind.MESSAGE ? "" : "event: " + membership(publication) + '\n';
            return concat(
                    ascii(event + "id: " + publication.position() + "\ndata: "), json(publication), ascii("\n\n"));
        }
    },
    /** The same as a chunk of an HTTP/1.1 answer. */
    SSE_CHUNKED {
        @Override
        public byte[] encode(Publication publication) {
            return chunk(SSE.encode(publication));
        }
    },
    /** A line of an answer to a poll. */
    LINE {
        @Override
        public byte[] encode(Publication publication) {
            return concat(json(publication), ascii("\n"));
        }
    },
    /** To Atmosphere's clients: the bare message in a WebSocket message. */
    ATMOSPHERE_WEBSOCKET {
        @Override
        public byte[] encode(Publication publication) {
            return isMessage(publication) ? FrameWriter.text(Json.unquoted(publication.data())) : NOTHING;
        }
    },
    /** The same with the message's length before it. */
    ATMOSPHERE_WEBSOCKET_LENGTH {
        @Override
        public byte[] encode(Publication publication) {
            return isMessage(publication) ? FrameWriter.text(withLength(Json.unquoted(publication.data()))) : NOTHING;
        }
    },
    /** To Atmosphere's clients: the bare message as a server-sent event. */
    ATMOSPHERE_SSE {
        @Override
        public byte[] encode(Publication publication) {
            return isMessage(publication) ? atmosphereEvent(Json.unquoted(publication.data())) : NOTHING;
        }
    },
    /** The same with the message's length before it. */
    ATMOSPHERE_SSE_LENGTH {
        @Override
        public byte[] encode(Publication publication) {
            return isMessage(publication)
                    ? atmosphereEvent(withLength(newlines(Json.unquoted(publication.data()))))
                    : NOTHING;
        }
    },
    /** To Atmosphere's clients: the bare message as the body of an answer. */
    ATMOSPHERE_BODY {
        @Override
        public byte[] encode(Publication publication) {
            return isMessage(publication) ? Json.unquoted(publication.data()) : NOTHING;
        }
    },
    /** The same with the message's length before it. */
    ATMOSPHERE_BODY_LENGTH {
        @Override
        public byte[] encode(Publication publication) {
            return isMessage(publication) ? withLength(Json.unquoted(publication.data())) : NOTHING;
        }
    };

    /** What Atmosphere's clients are told of those who come and go. */
    private static final byte[] NOTHING = {};

    /** Below this the compressed form is hardly smaller, and every client would pay to inflate it. */
    private static final int WORTH_DEFLATING = 256;

    private static final ThreadLocal<Deflation> DEFLATION = ThreadLocal.withInitial(Deflation::new);

    @Override
    public int slot() {
        return ordinal();
    }

    /** The compressor of this thread; each I/O thread has one for as long as it lives. */
    static Deflation deflation() {
        return DEFLATION.get();
    }

    /** A text as a WebSocket message, compressed where that makes it smaller. */
    static byte[] deflated(byte[] utf8) {
        if (utf8.length < WORTH_DEFLATING) {
            return FrameWriter.text(utf8);
        }
        byte[] deflated = deflation().deflate(utf8);
        return deflated.length < utf8.length ? FrameWriter.compressedText(deflated) : FrameWriter.text(utf8);
    }

    /** Atmosphere's form of a server-sent event: its clients take all but {@code data:} for the message. */
    static byte[] atmosphereEvent(byte[] text) {
        String lines = new String(text, StandardCharsets.UTF_8).replaceAll("\r\n|\r|\n", "\ndata:");
        return ("data:" + lines + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /** A reader of events joins lines with one character, whatever stood between them, so it counts for one. */
    private static byte[] newlines(byte[] text) {
        return new String(text, StandardCharsets.UTF_8)
                .replaceAll("\r\n|\r", "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Atmosphere's clients count in UTF-16 code units. */
    static byte[] withLength(byte[] text) {
        int length = new String(text, StandardCharsets.UTF_8).length();
        return concat(ascii(length + "|"), text);
    }

    /** A chunk of an HTTP/1.1 answer (RFC 9112 section 7.1); the content is not empty, since that would be the end. */
    static byte[] chunk(byte[] content) {
        return concat(ascii(Integer.toHexString(content.length) + "\r\n"), content, ascii("\r\n"));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] concat(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] whole = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }

    private static boolean isMessage(Publication publication) {
        return publication.kind() == Entry.Kind.MESSAGE;
    }

    private static String membership(Publication publication) {
        return publication.kind() == Entry.Kind.JOIN ? "join" : "leave";
    }

    private static byte[] json(Publication publication) {
        return isMessage(publication)
                ? Frames.publication(
                        publication.channel(), publication.position(), publication.key(), publication.data())
                : Frames.membership(
                        membership(publication), publication.channel(), publication.position(), publication.data());
    }
}
