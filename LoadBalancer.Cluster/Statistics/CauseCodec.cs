using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Cluster.Statistics;

/// <summary>
/// Encodes the causes of one interval, version 1: a wire contract between builds. Causes are text, once for each record, so that a reader
/// shows those of a later build as they are. A server takes about 3 bytes for each cause and its id. Thread-safe.
/// </summary>
public static class CauseCodec
{
    private const byte Version = 1;

    /// <summary>The maximum number of names in a record: a bound for what a reader accepts.</summary>
    private const int MostNames = 200;

    /// <summary>Encodes the causes of an interval; equal causes have equal bytes. O(n).</summary>
    public static byte[] Encode(IntervalCauses causes)
    {
        string[] names =
        [
            .. causes.Servers.Values.SelectMany(counts => counts).Concat(causes.Rejections)
                .Select(count => count.Cause).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        var writer = new StatisticsWriter();
        writer.WriteByte(Version);
        writer.WriteNumber(names.Length);
        foreach (var name in names)
        {
            writer.WriteText(name);
        }

        writer.WriteNumber(causes.Servers.Count);
        foreach (var (id, counts) in causes.Servers.OrderBy(server => server.Key.Value, StringComparer.Ordinal))
        {
            writer.WriteText(id.Value);
            Write(writer, names, counts);
        }

        Write(writer, names, causes.Rejections);
        return writer.ToArray();
    }

    /// <summary>Decodes causes; returns <see langword="null"/> for anything that was not encoded by a build with this version.</summary>
    public static IntervalCauses? Decode(ReadOnlySpan<byte> record)
    {
        var reader = new StatisticsReader(record);
        if (reader.ReadByte() != Version)
        {
            return null;
        }

        var names = new List<string>();
        for (var left = reader.ReadNumber(MostNames); left > 0 && !reader.HasFailed; left--)
        {
            names.Add(reader.ReadText());
        }

        var servers = ImmutableDictionary.CreateBuilder<ServerId, ImmutableArray<CauseCount>>();
        for (var left = reader.ReadNumber(); left > 0 && !reader.HasFailed; left--)
        {
            var id = new ServerId(reader.ReadText());
            if (!servers.TryAdd(id, Read(ref reader, names)))
            {
                return null;
            }
        }

        var rejections = Read(ref reader, names);
        return reader.IsAtEnd ? new(servers.ToImmutable(), rejections) : null;
    }

    private static void Write(StatisticsWriter writer, string[] names, ImmutableArray<CauseCount> counts)
    {
        writer.WriteNumber(counts.Length);
        foreach (var (cause, number) in counts.OrderBy(count => count.Cause, StringComparer.Ordinal))
        {
            writer.WriteNumber(Array.BinarySearch(names, cause, StringComparer.Ordinal));
            writer.WriteNumber(number);
        }
    }

    private static ImmutableArray<CauseCount> Read(ref StatisticsReader reader, List<string> names)
    {
        var left = reader.ReadNumber(names.Count);
        var counts = ImmutableArray.CreateBuilder<CauseCount>((int)left);
        for (; left > 0 && !reader.HasFailed; left--)
        {
            var name = (int)reader.ReadNumber(names.Count - 1);
            var number = reader.ReadNumber();
            if (!reader.HasFailed)
            {
                counts.Add(new(names[name], number));
            }
        }

        return counts.DrainToImmutable();
    }
}
