using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace LoadBalancer.Dashboard.Charts;

/// <summary>
/// Which colour each server has. A server keeps its colour as long as it is shown, whoever joins or leaves; ids that end in a
/// number take the colours in turn, so that they are told apart and have the same colours after a restart. Immutable.
/// </summary>
internal sealed class ServerPalette
{
    /// <summary>How many colours there are; with more servers than that, some share one and the text tells them apart.</summary>
    public const int Colours = 10;

    public static readonly ServerPalette Empty = new(ImmutableDictionary.Create<string, int>(StringComparer.Ordinal));

    private readonly ImmutableDictionary<string, int> _colours;

    private ServerPalette(ImmutableDictionary<string, int> colours) => _colours = colours;

    /// <summary>The colour of a server, 0 to <see cref="Colours"/> exclusive.</summary>
    public int ColourOf(string id) => _colours.TryGetValue(id, out var colour) ? colour : Preferred(id);

    /// <summary>The palette for the servers that are shown from now on; the same object where they are the same.</summary>
    public ServerPalette For(IEnumerable<string> ids)
    {
        var shown = ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (shown.Length == _colours.Count && Array.TrueForAll(shown, _colours.ContainsKey))
        {
            return this;
        }

        var next = _colours.RemoveRange(_colours.Keys.Except(shown, StringComparer.Ordinal)).ToBuilder();
        var uses = new int[Colours];
        foreach (var colour in next.Values)
        {
            uses[colour]++;
        }

        foreach (var id in shown.Where(id => !next.ContainsKey(id)))
        {
            var colour = FreeFrom(uses, Preferred(id));
            next[id] = colour;
            uses[colour]++;
        }

        return new(next.ToImmutable());
    }

    /// <summary>The preferred colour, or the next one that nobody has; the preferred one where there is none left.</summary>
    private static int FreeFrom(int[] uses, int preferred)
    {
        for (var i = 0; i < Colours; i++)
        {
            var colour = (preferred + i) % Colours;
            if (uses[colour] == 0)
            {
                return colour;
            }
        }

        return preferred;
    }

    private static int Preferred(string id)
    {
        var digits = id.AsSpan(id.AsSpan().LastIndexOfAnyExceptInRange('0', '9') + 1);
        return digits.Length is > 0 and <= 9
            ? (int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) + Colours - 1) % Colours
            : (int)(XxHash64.HashToUInt64(MemoryMarshal.AsBytes(id.AsSpan())) % Colours);
    }
}
