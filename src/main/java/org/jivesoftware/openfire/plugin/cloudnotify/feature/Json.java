package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import java.util.List;
import java.util.Locale;

/** Writes a {@link Letter} as JSON (RFC 8259) that fits into so many bytes of UTF-8. Stateless. */
final class Json {

    private static final char REPLACEMENT = '\ufffd';

    private Json() {
    }

    /**
     * @param letter what to say
     * @param maxSize how many bytes it may take, at least 64
     * @return an object; the message is shortened between two characters where it must be, and what has no room at all is left out, first
     *     the nickname, then what is said of a call, at last the sender
     */
    static String write(Letter letter, int maxSize) {
        Letter said = letter;
        Text text = new Text(said);
        if (text.bytes + 1 > maxSize) {
            said = new Letter(said.unread(), said.sender(), said.groupchat(), null, said.message(), said.call());
            text = new Text(said);
        }
        if (text.bytes + 1 > maxSize) {
            said = new Letter(said.unread(), said.sender(), said.groupchat(), null, said.message(), null);
            text = new Text(said);
        }
        if (text.bytes + 1 > maxSize) {
            said = said.only(false, true);
            text = new Text(said);
        }
        if (said.message() != null) {
            text.message(said.message(), maxSize - 1);
        }
        return text.end();
    }

    /** Counts the bytes that it will take. */
    private static final class Text {

        private final StringBuilder json = new StringBuilder(256);
        private int bytes;

        /** Everything but the message. */
        Text(Letter letter) {
            ascii("{\"unread\":").ascii(String.valueOf(letter.unread()));
            if (letter.sender() != null) {
                member("sender", letter.sender());
                if (letter.call() != null) {
                    member("type", "call");
                } else {
                    member("type", letter.groupchat() ? "groupchat" : "chat");
                }
            }
            if (letter.nickname() != null) {
                member("nickname", letter.nickname());
            }
            if (letter.call() != null) {
                member("sid", letter.call().id());
                member("action", letter.call().kind().name().toLowerCase(Locale.ROOT));
                media(letter.call().media());
            }
        }

        private void media(List<String> media) {
            if (!media.isEmpty()) {
                ascii(",\"media\":[");
                for (int i = 0; i < media.size(); i++) {
                    ascii(i == 0 ? "\"" : ",\"");
                    string(media.get(i), Integer.MAX_VALUE);
                    ascii("\"");
                }
                ascii("]");
            }
        }

        private void member(String name, String value) {
            ascii(",\"").ascii(name).ascii("\":\"");
            string(value, Integer.MAX_VALUE);
            ascii("\"");
        }

        void message(String value, int most) {
            int length = json.length();
            int before = bytes;
            ascii(",\"message\":\"");
            int start = json.length();
            string(value, most - 1);
            ascii("\"");
            if (json.length() - start == 1) {
                json.setLength(length);
                bytes = before;
            }
        }

        String end() {
            return json.append('}').toString();
        }

        private Text ascii(String text) {
            json.append(text);
            bytes += text.length();
            return this;
        }

        /** Writes as many characters as there is room for. */
        private void string(String value, int most) {
            for (int i = 0; i < value.length();) {
                int character = value.codePointAt(i);
                int size = size(character);
                if (size > most - bytes) {
                    return;
                }
                character(character);
                bytes += size;
                i += Character.charCount(character);
            }
        }

        private static int size(int character) {
            if (character < 0x20) {
                return simple(character) ? 2 : 6;
            }
            if (character < 0x80) {
                return character == '"' || character == '\\' ? 2 : 1;
            }
            return character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
        }

        private static boolean simple(int character) {
            return character == '\n' || character == '\r' || character == '\t';
        }

        private void character(int character) {
            switch (character) {
                case '"', '\\' -> json.append('\\').append((char) character);
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (character < 0x20) {
                        json.append("\\u00").append(Character.forDigit(character >> 4, 16)).append(Character.forDigit(character & 15, 16));
                    } else {
                        // Half a character has no UTF-8, and as many bytes as what stands in for it.
                        boolean half = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
                        json.appendCodePoint(half ? REPLACEMENT : character);
                    }
                }
            }
        }
    }
}
