package io.walterfleet.fleet;

/** A number of machines, said as a count or as a percentage of a whole. */
public sealed interface CountOrPercent {
  /** This share of the whole, a fraction rounded up. */
  int roundedUp(int whole);

  /** This share of the whole, a fraction rounded down. */
  int roundedDown(int whole);

  /** So many machines, whatever the whole is. */
  record Count(int machines) implements CountOrPercent {
    public Count {
      if (machines < 0) {
        throw new IllegalArgumentException("a count is 0 or more");
      }
    }

    @Override
    public int roundedUp(int whole) {
      return machines;
    }

    @Override
    public int roundedDown(int whole) {
      return machines;
    }
  }

  /** So many hundredths of the whole, 0 to 100. */
  record Percent(int hundredths) implements CountOrPercent {
    public Percent {
      if (hundredths < 0 || hundredths > 100) {
        throw new IllegalArgumentException("a percentage is 0 to 100");
      }
    }

    @Override
    public int roundedUp(int whole) {
      return Math.toIntExact(((long) whole * hundredths + 99) / 100);
    }

    @Override
    public int roundedDown(int whole) {
      return Math.toIntExact((long) whole * hundredths / 100);
    }
  }
}
