package bad;

/** Indented by hand. */
public final class BadlyFormatted {
      private BadlyFormatted( ) { }
}
