using System.Globalization;
using LoadBalancer.Core.Hashing;

namespace LoadBalancer.Tests.Support;

/// <summary>The content of a golden file; Golden/README.md describes the format.</summary>
public sealed record GoldenLayout(PlacementMember[] Servers, int EntryCount, ulong EntryHash, GoldenKey[] Keys)
{
    public static GoldenLayout Read(string name)
    {
        var lines = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Golden", name))
            .Select(line => line.Split('\t'))
            .ToLookup(fields => fields[0], StringComparer.Ordinal);
        var entries = lines["entries"].Single();
        return new(
            [.. lines["server"].Select(fields => new PlacementMember(fields[1], int.Parse(fields[2], CultureInfo.InvariantCulture)))],
            int.Parse(entries[1], CultureInfo.InvariantCulture),
            ParseHash(entries[2]),
            [.. lines["key"].Select(fields => new GoldenKey(fields[1], ParseHash(fields[2]), fields[3].Split(' ')))]);
    }

    private static ulong ParseHash(string digits) => ulong.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
