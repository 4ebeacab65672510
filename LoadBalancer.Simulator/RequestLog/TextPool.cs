using System.Text.Json;

namespace LoadBalancer.Simulator.RequestLog;

/// <summary>
/// Reuses one string for each short text that occurs repeatedly. Longer texts, and new ones once the pool is full, are allocated each time.
/// </summary>
internal sealed class TextPool
{
    private const int MostTexts = 20_000;
    private const int LongestText = 64;

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public TextPool() => _lookup = _texts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Returns the string at the reader's position.</summary>
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
