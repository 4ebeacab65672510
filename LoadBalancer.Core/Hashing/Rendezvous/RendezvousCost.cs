using System.Numerics;

namespace LoadBalancer.Core.Hashing.Rendezvous;

/// <summary>
/// Computes −log₂ u of a uniform 64-bit number as an integer with 47 binary places. Uses only integer arithmetic, so that every machine
/// computes the same bits; <see cref="Math.Log2(double)"/> may differ in the last place between platforms.
/// </summary>
/// <remarks>
/// The logarithm of the mantissa is approximated by 1,024 chords whose ends are exact to the last place. Chords of an increasing curve
/// never decrease, so the greater of two numbers never costs more. A chord's slope is within 0.05 % of the curve's, which bounds the error
/// of a server's share.
/// </remarks>
internal static class RendezvousCost
{
    private const int BinaryPlaces = 47;
    private const int ChordBits = 10;
    private const int Chords = 1 << ChordBits;

    private static readonly ulong[] Logarithms = [.. Enumerable.Range(Chords, Chords + 1).Select(LogarithmOf)];

    /// <summary>Returns the cost of a number: 1 to 2⁵³, never more for a greater number.</summary>
    public static ulong Of(ulong number)
    {
        number |= 1;
        var zeros = BitOperations.LeadingZeroCount(number);
        var mantissa = number << zeros;
        var chord = (int)(mantissa >> (63 - ChordBits)) - Chords;
        var fraction = mantissa << (1 + ChordBits);

        var (low, high) = (Logarithms[chord], Logarithms[chord + 1]);
        var logarithm = low + Math.BigMul(high - low, fraction, out _);
        return ((ulong)(1 + zeros) << BinaryPlaces) - logarithm;
    }

    /// <summary>Computes log₂(numerator ÷ 1,024), digit by digit: squaring a number doubles its logarithm.</summary>
    private static ulong LogarithmOf(int numerator)
    {
        if (numerator == 2 * Chords)
        {
            return 1UL << BinaryPlaces;
        }

        var square = (UInt128)(ulong)numerator << (63 - ChordBits);
        var logarithm = 0UL;
        for (var place = 0; place < BinaryPlaces; place++)
        {
            square = (square * square) >> 63;
            var digit = (int)(square >> 64);
            square >>= digit;
            logarithm = (logarithm << 1) | (uint)digit;
        }

        return logarithm;
    }
}
