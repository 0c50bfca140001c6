package org.jivesoftware.openfire.plugin.cloudnotify.registration;

/** What XML 1.0 can carry: parsers let more through, as character references, than can be sent on or stored. */
public final class XmlText {

    private XmlText() {
    }

    /**
     * @param text not null
     * @return whether every character is one of XML 1.0 §2.2: no control characters but tab and line ends, no unpaired surrogates
     */
    public static boolean isLegal(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c < ' ' && c != '\t' && c != '\n' && c != '\r' || Character.isSurrogate(c) || c >= '\uFFFE') {
                return false;
            }
        }
        return true;
    }
}
