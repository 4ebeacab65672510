using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Cluster.Statistics;

/// <summary>
/// Encodes the latency of whole requests of one gateway and interval, version 1: a wire contract between builds. It is a record of its own,
/// since builds that know only <see cref="StatisticsCodec"/> reject a record with anything after its end. Thread-safe.
/// </summary>
public static class RequestLatencyCodec
{
    private const byte Version = 1;

    /// <summary>Encodes a histogram. O(n) in its nonempty buckets.</summary>
    public static byte[] Encode(LatencyHistogram latency)
    {
        var writer = new StatisticsWriter();
        writer.WriteByte(Version);
        HistogramCodec.Write(writer, latency);
        return writer.ToArray();
    }

    /// <summary>Decodes a histogram; returns <see langword="null"/> for anything that <see cref="Encode"/> does not return.</summary>
    public static LatencyHistogram? Decode(ReadOnlySpan<byte> record)
    {
        var reader = new StatisticsReader(record);
        if (reader.ReadByte() != Version)
        {
            return null;
        }

        var latency = HistogramCodec.Read(ref reader);
        return reader.IsAtEnd ? latency : null;
    }
}
