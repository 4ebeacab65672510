using System.Text.Json;

namespace LoadBalancer.Simulator.RequestLog;

/// <summary>One string for each text that occurs again and again; others, and what is beyond its room, are made anew.</summary>
internal sealed class TextPool
{
    private const int MostTexts = 20_000;
    private const int LongestText = 64;

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public TextPool() => _lookup = _texts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The text that a reader stands at.</summary>
    public string Read(in Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > LongestText)
        {
            return reader.GetString()!;
        }

        Span<char> buffer = stackalloc char[LongestText];
        var text = buffer[..reader.CopyString(buffer)];
        if (_lookup.TryGetValue(text, out var known))
        {
            return known;
        }

        var made = text.ToString();
        if (_texts.Count < MostTexts)
        {
            _texts.Add(made);
        }

        return made;
    }
}
