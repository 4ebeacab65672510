using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Presentation.Charting;

namespace LoadBalancer.Dashboard.Charts;

/// <summary>
/// The colours of servers. The first servers have a unique colour each; all others share the grey of "others". A server keeps its colour as
/// long as it has one, whichever servers join or leave; ids that end in a number take the colours in turn, so that they can be
/// distinguished and have the same colours after a restart. Immutable.
/// </summary>
internal sealed class ServerPalette
{
    /// <summary>The number of colours.</summary>
    public const int Colours = ColourOrder.Colours;

    /// <summary>The grey of servers without a unique colour.</summary>
    public const int Others = ColourOrder.Others;

    public static readonly ServerPalette Empty = new(ImmutableDictionary<ServerId, int>.Empty);

    private readonly ImmutableDictionary<ServerId, int> _colours;

    private ServerPalette(ImmutableDictionary<ServerId, int> colours) => _colours = colours;

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
            : new(ColourOrder.Assign(_colours.RemoveRange(_colours.Keys.Except(shown)), shown, id => id.Value));
    }

    /// <summary>Returns a palette in which these servers have a colour too, as long as colours are free; no server loses one.</summary>
    public ServerPalette With(IEnumerable<ServerId> ids)
    {
        var added = ids.Where(id => !Has(id)).Distinct().Take(Colours - _colours.Count).ToArray();
        return added.Length == 0 ? this : new(ColourOrder.Assign(_colours, added, id => id.Value));
    }
}
