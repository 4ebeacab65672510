using CsCheck;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Statistics;

public sealed class LatencyRecorderTests
{
    [Fact]
    public void Take_AfterRecording_HasEachDurationOnce()
    {
        var recorder = new LatencyRecorder();
        recorder.Record(TimeSpan.FromMicroseconds(3));
        recorder.Record(TimeSpan.FromMicroseconds(3));
        recorder.Record(TimeSpan.FromDays(100));
        recorder.Record(TimeSpan.FromTicks(-1));

        Assert.Equal([new(0, 1), new(3, 2), new(LatencyBuckets.Wire.Count - 1, 1)], recorder.Take().Counts.AsEnumerable());
        Assert.Same(LatencyHistogram.Empty, recorder.Take());
    }

    [Fact]
    public void Take_WhileOthersRecord_LosesNothingAndTakesNothingTwice()
    {
        const int Threads = 4;
        const int Each = 50_000;
        var recorder = new LatencyRecorder();
        var taken = new List<LatencyHistogram>();
        var recording = Task.Run(
            () => Parallel.For(0, Threads, thread =>
            {
                for (var i = 0; i < Each; i++)
                {
                    recorder.Record(TimeSpan.FromMicroseconds((thread * Each) + i));
                }
            }),
            TestContext.Current.CancellationToken);

        while (!recording.IsCompleted)
        {
            taken.Add(recorder.Take());
        }

        taken.Add(recorder.Take());
        var expected = LatencyHistogram.Create(
            Enumerable.Range(0, Threads * Each).Select(microseconds => Of(TimeSpan.FromMicroseconds(microseconds))));
        Assert.Equal(expected.Counts.AsEnumerable(), LatencyHistogram.Sum(taken).Counts);
    }

    [Fact]
    public void Percentile_OfAnyDurations_IsWithinASixteenthOfTheTrueOne() =>
        Gen.Select(Gen.Long[0, 50_000_000_000].Array[1, 200], Gen.Double[0.001, 1]).Sample((microseconds, part) =>
        {
            var recorder = new LatencyRecorder();
            Array.ForEach(microseconds, each => recorder.Record(TimeSpan.FromMicroseconds(each)));

            var percentile = recorder.Take().Percentile(part)!.Value.TotalMicroseconds;

            var exact = microseconds.Order().ElementAt((int)Math.Ceiling(part * microseconds.Length) - 1);
            Assert.True(Math.Abs(percentile - exact) <= Math.Max(1, exact / 16.0), $"{percentile} instead of {exact}");
        });

    [Fact]
    public void Record_AllocatesNothing()
    {
        var recorder = new LatencyRecorder();

        Assert.Equal(0, Allocations.Of(() => recorder.Record(TimeSpan.FromMilliseconds(17))));
    }

    private static LatencyCount Of(TimeSpan duration) => new(LatencyBuckets.Wire.IndexOf(duration), 1);
}
