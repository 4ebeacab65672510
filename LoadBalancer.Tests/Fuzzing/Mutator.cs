namespace LoadBalancer.Tests.Fuzzing;

/// <summary>Generates messages by joining and changing those of a grammar. The seed determines the results.</summary>
/// <param name="seed">The seed of the random numbers.</param>
/// <param name="good">Valid messages; four in five messages are picked from them.</param>
/// <param name="bad">Invalid messages.</param>
/// <param name="words">Text to insert into messages.</param>
internal sealed class Mutator(int seed, string[] good, string[] bad, string[] words)
{
    private const int MostChanges = 4;
    private const int MostLength = 4_000;

    private static readonly char[] Special =
        [
            '\r', '\n', ' ', '\t', '\0', '\u000b', '\u000c', '\u001f', '\u007f', '\u0080', '\u0085', '\u00a0', '\u00ff', ':', ';', ',',
            '=', '"', '\\', '0', '1', '5', 'a', 'F', 'x', '+', '-', '_', '/', '?', '#', '%', '*', '(', '[',
        ];

    private readonly Random _random = new(seed);

    /// <summary>Generates a text of one or two messages, changed in a few places or not at all.</summary>
    public string Next()
    {
        var text = string.Concat(Enumerable.Range(0, 1 + (_random.Next(4) / 2)).Select(_ => PickMessage()));
        for (var changes = _random.Next(MostChanges); changes > 0; changes--)
        {
            text = Change(text);
        }

        return text.Length > MostLength ? text[..MostLength] : text;
    }

    /// <summary>Splits text at random places.</summary>
    public string[] Part(string text)
    {
        var places = Enumerable.Range(0, _random.Next(4))
            .Select(_ => _random.Next(text.Length + 1))
            .Append(0)
            .Append(text.Length)
            .Distinct()
            .Order()
            .ToArray();
        return [.. places.Zip(places.Skip(1), (from, to) => text[from..to])];
    }

    private string Change(string text)
    {
        var at = Place(text);
        return _random.Next(9) switch
        {
            0 => text.Remove(at, Math.Min(1 + _random.Next(3), text.Length - at)),
            1 or 2 => text.Insert(at, Special[_random.Next(Special.Length)].ToString()),
            3 => text.Length == 0
                ? text
                : text[..Math.Min(at, text.Length - 1)] + Special[_random.Next(Special.Length)] + text[Math.Min(at + 1, text.Length)..],
            4 or 5 => text.Insert(at, Pick(words)),
            6 => Repeat(text),
            7 => string.Concat(text.AsSpan(0, at), PickMessage().AsSpan()),
            _ => Exchange(text),
        };
    }

    /// <summary>Picks a place, mostly near the end of a line, where changes affect the meaning most.</summary>
    private int Place(string text)
    {
        if (text.Length == 0)
        {
            return 0;
        }

        var at = _random.Next(text.Length + 1);
        if (_random.Next(3) == 0)
        {
            return at;
        }

        var end = text.IndexOf('\n', Math.Min(at, text.Length - 1));
        return end < 0 ? at : Math.Clamp(end + _random.Next(-2, 2), 0, text.Length);
    }

    private string Repeat(string text)
    {
        var lines = text.Split("\r\n");
        var line = _random.Next(lines.Length);
        return string.Join("\r\n", [.. lines[..line], lines[line], .. lines[line..]]);
    }

    private string Exchange(string text)
    {
        var lines = text.Split("\r\n");
        var (one, other) = (_random.Next(lines.Length), _random.Next(lines.Length));
        (lines[one], lines[other]) = (lines[other], lines[one]);
        return string.Join("\r\n", lines);
    }

    private string PickMessage() => Pick(_random.Next(5) == 0 ? bad : good);

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}
