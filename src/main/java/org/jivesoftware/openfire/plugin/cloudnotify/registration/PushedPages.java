package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Where it is kept what was pushed, in pages of text that only its writer understands. Blocks; thread-safe. */
public interface PushedPages {

    /**
     * A page.
     *
     * @param id tells it from others
     * @param text what it says, in ASCII, at most 60,000 characters
     */
    record Page(String id, String text) {
    }

    /**
     * Writes a page, in place of what it said before.
     *
     * @param page which
     * @param now the time
     * @throws StoreException if the database fails; then nothing was written
     */
    void save(Page page, Instant now) throws StoreException;

    /**
     * @param after those that were written before are left out
     * @param limit how many at most
     * @return the pages that were written last, the last one first
     * @throws StoreException if the database fails
     */
    List<Page> load(Instant after, int limit) throws StoreException;

    /**
     * Removes what nobody needs any more.
     *
     * @param ids which pages
     * @param before and those that were written before this, whoever wrote them
     * @throws StoreException if the database fails
     */
    void remove(Collection<String> ids, Instant before) throws StoreException;
}
