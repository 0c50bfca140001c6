package org.jivesoftware.openfire.plugin.cloudnotify.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BookmarkReaderTest {

    private static RoomBookmark read(String inside) throws Exception {
        Element element = DocumentHelper.parseText("<conference xmlns='urn:xmpp:bookmarks:1'>" + inside + "</conference>").getRootElement();
        return BookmarkReader.read(element);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "1 | <always/> | ALWAYS", "0 | <on-mention/> | ON_MENTION", "1 | <never/> | NEVER", "1 | <sometimes/> | -", "1 | <advanced/> | -",
        "1 | <always/><never identity-category='client' identity-type='phone'/> | NEVER",
        "1 | <never identity-category='client' identity-type='pc'/><always/> | ALWAYS",
        "1 | <never identity-category='client' identity-type='pc'/> | -",
        "1 | <always identity-category='client'/><never/> | ALWAYS",
        "0 | <always/><never client-type='mobile'/> | NEVER", "0 | <never client-type='desktop'/> | -",
        "1 | <always><never/></always> | ALWAYS"})
    void theMostSpecificForAPhoneCounts(int version, String settings, RoomWish wish) throws Exception {
        assertEquals(wish, read("<nick>Ally</nick><extensions><notify xmlns='urn:xmpp:notification-settings:" + version + "'>" + settings
            + "</notify></extensions>").wish());
    }

    @Test
    void whatCannotBeReadSaysNothing() throws Exception {
        assertEquals(RoomBookmark.NONE, BookmarkReader.read(null));
        assertEquals(RoomBookmark.NONE, BookmarkReader.read(DocumentHelper.createElement("conference")));
        assertEquals(RoomBookmark.NONE, read("<extensions><notify xmlns='other'><never/></notify></extensions><nick>  </nick>"));
        assertEquals(new RoomBookmark(null, "Ally"), read("<nick> Ally </nick>"));
        assertEquals(RoomBookmark.NONE, read("<nick>" + "x".repeat(1_000) + "</nick>"));
    }
}
