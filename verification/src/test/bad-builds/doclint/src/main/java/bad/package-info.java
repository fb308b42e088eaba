/** Bad on purpose. */
@NullMarked
package bad;

import org.jspecify.annotations.NullMarked;
