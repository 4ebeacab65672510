using System.Collections.Immutable;
using LoadBalancer.Core.Statistics;

namespace LoadBalancer.Cluster.Statistics;

/// <summary>Encodes a histogram within a record: each nonempty bucket relative to the previous one, and its count. Thread-safe.</summary>
internal static class HistogramCodec
{
    public static void Write(StatisticsWriter writer, LatencyHistogram histogram)
    {
        writer.WriteNumber(histogram.Counts.Length);
        var next = 0;
        foreach (var (bucket, requests) in histogram.Counts)
        {
            writer.WriteNumber(bucket - next);
            writer.WriteNumber(requests);
            next = bucket + 1;
        }
    }

    /// <summary>Reads a histogram; an empty one if the reader has failed.</summary>
    public static LatencyHistogram Read(ref StatisticsReader reader)
    {
        var left = reader.ReadNumber(LatencyBuckets.Wire.Count);
        var counts = ImmutableArray.CreateBuilder<LatencyCount>((int)left);
        var next = 0L;
        for (; left > 0 && !reader.HasFailed; left--)
        {
            var bucket = next + reader.ReadNumber(LatencyBuckets.Wire.Count - 1 - next);
            if (reader.ReadNumber() is > 0 and var count)
            {
                counts.Add(new((int)bucket, count));
            }

            next = bucket + 1;
        }

        return reader.HasFailed ? LatencyHistogram.Empty : LatencyHistogram.FromOrdered(counts.DrainToImmutable());
    }
}
