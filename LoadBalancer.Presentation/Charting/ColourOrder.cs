using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace LoadBalancer.Presentation.Charting;

/// <summary>
/// The order in which servers take the colours: ids that end in a number take them in turn, so that they can be distinguished and have the
/// same colours after a restart, on every page, and in every report.
/// </summary>
internal static class ColourOrder
{
    /// <summary>The number of colours.</summary>
    public const int Colours = 10;

    /// <summary>The grey of servers without a unique colour.</summary>
    public const int Others = -1;

    /// <summary>Returns the style of a colour, or of <see cref="Others"/>.</summary>
    public static string ClassOf(int colour) => colour == Others ? "c-others" : $"c-{colour}";

    /// <summary>
    /// Assigns colours: servers whose preferred colour is free get it, in any order; then the others get the remaining ones.
    /// </summary>
    /// <param name="present">The servers that have a colour, and keep it.</param>
    /// <param name="newcomers">The servers to give one to, of which there are at most as many as there are free colours.</param>
    /// <param name="nameOf">Returns the name of a server.</param>
    public static ImmutableDictionary<T, int> Assign<T>(
        ImmutableDictionary<T, int> present, IEnumerable<T> newcomers, Func<T, string> nameOf)
        where T : notnull
    {
        var next = present.ToBuilder();
        var isTaken = new bool[Colours];
        foreach (var colour in present.Values)
        {
            isTaken[colour] = true;
        }

        T[] ordered = [.. newcomers.Where(id => !present.ContainsKey(id)).OrderBy(nameOf, StringComparer.Ordinal)];
        foreach (var id in ordered.Where(id => !isTaken[Preferred(nameOf(id))]))
        {
            Give(id, Preferred(nameOf(id)));
        }

        foreach (var id in ordered.Where(id => !next.ContainsKey(id)))
        {
            Give(id, FreeFrom(isTaken, Preferred(nameOf(id))));
        }

        return next.ToImmutable();

        void Give(T id, int colour)
        {
            next[id] = colour;
            isTaken[colour] = true;
        }
    }

    private static int FreeFrom(bool[] isTaken, int preferred) =>
        Enumerable.Range(preferred, Colours).Select(colour => colour % Colours).First(colour => !isTaken[colour]);

    private static int Preferred(string id)
    {
        var name = id.AsSpan();
        var digits = name[(name.LastIndexOfAnyExceptInRange('0', '9') + 1)..];
        return digits.Length is > 0 and <= 9
            ? (int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) + Colours - 1) % Colours
            : (int)(XxHash64.HashToUInt64(MemoryMarshal.AsBytes(name)) % Colours);
    }
}
