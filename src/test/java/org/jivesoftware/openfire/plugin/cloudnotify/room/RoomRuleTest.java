package org.jivesoftware.openfire.plugin.cloudnotify.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jivesoftware.openfire.plugin.cloudnotify.settings.GroupChats;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomRuleTest {

    /** filter, bookmark, switch, setting, members-only; why it does not wake without a mention, and with one. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "-, -, -, MEMBERS, true, -, -", "-, -, -, MEMBERS, false, NOT_MENTIONED, -",
        "-, -, -, ASKED, true, ROOM_NOT_ASKED, ROOM_NOT_ASKED",
        "-, -, true, ASKED, false, -, -", "-, -, false, MEMBERS, true, ROOM_MUTED, ROOM_MUTED",
        "-, NEVER, true, MEMBERS, true, ROOM_MUTED, ROOM_MUTED", "-, ON_MENTION, true, MEMBERS, true, MENTIONS_WANTED, -",
        "-, ALWAYS, false, ASKED, false, -, -",
        "NEVER, ALWAYS, true, MEMBERS, true, ROOM_MUTED, ROOM_MUTED", "ALWAYS, NEVER, false, ASKED, false, -, -",
        "ON_MENTION, ALWAYS, true, MEMBERS, true, MENTIONS_WANTED, -"})
    void theFirstThatSaysSomethingCounts(RoomWish filter, RoomWish bookmark, Boolean asked, GroupChats setting, boolean membersOnly,
                                         String unmentioned, String mentioned) {
        RoomRule rule = RoomRule.of(filter, bookmark, asked, setting, membersOnly);
        assertEquals(unmentioned, name(rule.against(false)));
        assertEquals(mentioned, name(rule.against(true)));
    }

    private static String name(Enum<?> outcome) {
        return outcome == null ? null : outcome.name();
    }
}
