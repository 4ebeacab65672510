using System.Collections.Immutable;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Cluster.Statistics;

/// <summary>
/// Encodes an interval as bytes, version 2: a wire contract between builds. Version 1 had no responses, and can be read as well. Numbers
/// are varints (LEB128), text is its length and UTF-8, and the buckets of a histogram are encoded relative to the previous one. A busy
/// server takes about 155 bytes, a key its length and about 12. Source and index are stored outside. Thread-safe.
/// </summary>
public static class StatisticsCodec
{
    private const byte Version = 2;
    private const byte VersionWithoutResponses = 1;

    /// <summary>Encodes an interval; equal intervals have equal bytes. O(n).</summary>
    public static byte[] Encode(StatisticsInterval interval)
    {
        var writer = new StatisticsWriter();
        writer.WriteByte(Version);
        writer.WriteNumber(interval.Servers.Count);
        foreach (var (id, server) in interval.Servers.OrderBy(server => server.Key.Value, StringComparer.Ordinal))
        {
            writer.WriteText(id.Value);
            Write(writer, server);
        }

        Write(writer, interval.Unplaced);
        writer.WriteNumber(interval.UnlistedKeys);
        writer.WriteNumber(interval.HotKeys.Length);
        foreach (var key in interval.HotKeys)
        {
            writer.WriteText(key.Key);
            writer.WriteHash(key.Hash);
            writer.WriteNumber(key.Requests);
            writer.WriteNumber(key.Error);
        }

        return writer.ToArray();
    }

    /// <summary>
    /// Decodes an interval; returns <see langword="null"/> for anything that was not encoded by a build with this version or the previous
    /// one. Never throws. O(n).
    /// </summary>
    /// <param name="source">The source of the interval.</param>
    /// <param name="index">The number of the interval.</param>
    /// <param name="record">The bytes.</param>
    public static StatisticsInterval? Decode(GatewayProcess source, long index, ReadOnlySpan<byte> record)
    {
        var reader = new StatisticsReader(record);
        var version = reader.ReadByte();
        if (version is not (Version or VersionWithoutResponses))
        {
            return null;
        }

        var hasResponses = version == Version;

        var servers = ImmutableDictionary.CreateBuilder<ServerId, ServerStatistics>();
        for (var left = reader.ReadNumber(); left > 0 && !reader.HasFailed; left--)
        {
            var id = new ServerId(reader.ReadText());
            if (!servers.TryAdd(id, ReadServer(ref reader, hasResponses)))
            {
                return null;
            }
        }

        var unplaced = hasResponses ? ReadResponses(ref reader) : default;
        var unlisted = reader.ReadNumber();
        var keys = ImmutableArray.CreateBuilder<HotKey>();
        for (var left = reader.ReadNumber(); left > 0 && !reader.HasFailed; left--)
        {
            keys.Add(new(reader.ReadText(), reader.ReadHash(), reader.ReadNumber(), reader.ReadNumber()));
        }

        return reader.IsAtEnd && keys.All(key => key.Error <= key.Requests)
            ? new(source, index, servers.ToImmutable(), keys.ToImmutable()) { Unplaced = unplaced, UnlistedKeys = unlisted }
            : null;
    }

    private static void Write(StatisticsWriter writer, ServerStatistics server)
    {
        writer.WriteNumber(server.Requests);
        writer.WriteNumber(server.Failures);
        writer.WriteNumber(server.Retries);
        writer.WriteNumber(server.Spills);
        writer.WriteNumber(server.MaxInFlight);
        HistogramCodec.Write(writer, server.Latency);
        Write(writer, server.Responses);
    }

    private static void Write(StatisticsWriter writer, ResponseCounts responses)
    {
        Write(writer, responses.FromServers);
        Write(writer, responses.FromGateway);
        writer.WriteNumber(responses.ClientsLeft);
    }

    private static void Write(StatisticsWriter writer, StatusClasses classes)
    {
        writer.WriteNumber(classes.Informational);
        writer.WriteNumber(classes.Successful);
        writer.WriteNumber(classes.Redirection);
        writer.WriteNumber(classes.ClientErrors);
        writer.WriteNumber(classes.ServerErrors);
    }

    private static ServerStatistics ReadServer(ref StatisticsReader reader, bool hasResponses)
    {
        var (requests, failures, retries, spills) = (reader.ReadNumber(), reader.ReadNumber(), reader.ReadNumber(), reader.ReadNumber());
        var maxInFlight = (int)reader.ReadNumber(int.MaxValue);
        return new(requests, failures, retries, spills, maxInFlight, HistogramCodec.Read(ref reader))
        {
            Responses = hasResponses ? ReadResponses(ref reader) : default,
        };
    }

    private static ResponseCounts ReadResponses(ref StatisticsReader reader) =>
        new(ReadClasses(ref reader), ReadClasses(ref reader), reader.ReadNumber());

    private static StatusClasses ReadClasses(ref StatisticsReader reader) =>
        new(reader.ReadNumber(), reader.ReadNumber(), reader.ReadNumber(), reader.ReadNumber(), reader.ReadNumber());
}
