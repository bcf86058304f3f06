/** Who is in which channel: clients' leases, the members of channels, joins and leaves. */
@NullMarked
package dev.windsock.presence;

import org.jspecify.annotations.NullMarked;
