using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Charts;

/// <summary>
/// The colours of servers. The first servers have a unique colour each; all others share the grey of "others". A server keeps its colour as
/// long as it has one, whichever servers join or leave; ids that end in a number take the colours in turn, so that they can be
/// distinguished and have the same colours after a restart. Immutable.
/// </summary>
internal sealed class ServerPalette
{
    /// <summary>The number of colours.</summary>
    public const int Colours = 10;

    /// <summary>The grey of servers without a unique colour.</summary>
    public const int Others = -1;

    public static readonly ServerPalette Empty = new(ImmutableDictionary<ServerId, int>.Empty);

    private readonly ImmutableDictionary<ServerId, int> _colours;

    private ServerPalette(ImmutableDictionary<ServerId, int> colours) => _colours = colours;

    /// <summary>Returns the style of a colour, or of <see cref="Others"/>.</summary>
    public static string ClassOf(int colour) => colour == Others ? "c-others" : $"c-{colour}";

    /// <summary>Returns the colour of a server, 0 to <see cref="Colours"/> exclusive, or <see cref="Others"/>.</summary>
    public int ColourOf(ServerId id) => _colours.GetValueOrDefault(id, Others);

    /// <summary>Whether a server has a unique colour.</summary>
    public bool Has(ServerId id) => _colours.ContainsKey(id);

    /// <summary>Returns a palette in which the first of these servers have a colour each; the same object if they are unchanged.</summary>
    /// <param name="ids">The servers, the most important one first; those after the first <see cref="Colours"/> share the grey.</param>
    public ServerPalette For(IEnumerable<ServerId> ids)
    {
        var shown = ids.Distinct().Take(Colours).ToArray();
        return shown.Length == _colours.Count && Array.TrueForAll(shown, _colours.ContainsKey)
            ? this
            : Assign(_colours.RemoveRange(_colours.Keys.Except(shown)), shown);
    }

    /// <summary>Returns a palette in which these servers have a colour too, as long as colours are free; no server loses one.</summary>
    public ServerPalette With(IEnumerable<ServerId> ids)
    {
        var added = ids.Where(id => !Has(id)).Distinct().Take(Colours - _colours.Count).ToArray();
        return added.Length == 0 ? this : Assign(_colours, added);
    }

    /// <summary>
    /// Assigns colours: servers whose preferred colour is free get it, in any order; then the others get the remaining ones.
    /// </summary>
    private static ServerPalette Assign(ImmutableDictionary<ServerId, int> present, ServerId[] ids)
    {
        var next = present.ToBuilder();
        var isTaken = new bool[Colours];
        foreach (var colour in present.Values)
        {
            isTaken[colour] = true;
        }

        ServerId[] newcomers = [.. ids.Where(id => !present.ContainsKey(id)).OrderBy(id => id.Value, StringComparer.Ordinal)];
        foreach (var id in newcomers.Where(id => !isTaken[Preferred(id)]))
        {
            Give(id, Preferred(id));
        }

        foreach (var id in newcomers.Where(id => !next.ContainsKey(id)))
        {
            Give(id, FreeFrom(isTaken, Preferred(id)));
        }

        return new(next.ToImmutable());

        void Give(ServerId id, int colour)
        {
            next[id] = colour;
            isTaken[colour] = true;
        }
    }

    private static int FreeFrom(bool[] isTaken, int preferred) =>
        Enumerable.Range(preferred, Colours).Select(colour => colour % Colours).First(colour => !isTaken[colour]);

    private static int Preferred(ServerId id)
    {
        var name = id.Value.AsSpan();
        var digits = name[(name.LastIndexOfAnyExceptInRange('0', '9') + 1)..];
        return digits.Length is > 0 and <= 9
            ? (int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) + Colours - 1) % Colours
            : (int)(XxHash64.HashToUInt64(MemoryMarshal.AsBytes(name)) % Colours);
    }
}
