using CsCheck;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Statistics;

public sealed class HotKeySketchTests
{
    /// <summary>Streams in which small numbers are more frequent than large ones.</summary>
    private static readonly Gen<int[]> Streams =
        Gen.Select(Gen.Int[0, 2_000], Gen.Int[0, 100], (key, part) => key * part / 100).Array[0, 6_000];

    [Fact]
    public void Read_FewKeys_IsExactAndOmitsSingles()
    {
        var sketch = new HotKeySketch(stripes: 1);
        Record(sketch, "b", 2);
        Record(sketch, "a", 3);
        Record(sketch, "single", 1);

        var summary = sketch.Read();

        Assert.Equal([Key("a", 3, 0), Key("b", 2, 0)], summary.Keys.AsEnumerable());
        Assert.Equal(1, summary.Unlisted);
    }

    [Fact]
    public void Read_OnlyUniqueKeys_ListsNone()
    {
        var sketch = new HotKeySketch(stripes: 2);
        for (var i = 0; i < 100_000; i++)
        {
            sketch.Record(i % 2, KeyHash.Of($"{i}"), $"{i}");
        }

        Assert.Empty(sketch.Read().Keys);
    }

    [Fact]
    public void Read_AHotKeyAmongUniqueOnes_ListsItAlone()
    {
        var sketch = new HotKeySketch(stripes: 2);
        for (var i = 0; i < 100_000; i++)
        {
            var key = i % 50 == 0 ? "hot" : $"{i}";
            sketch.Record(i / 50, KeyHash.Of(key), key);
        }

        var hot = Assert.Single(sketch.Read().Keys);
        Assert.Equal("hot", hot.Key);
        Assert.InRange(2_000, hot.Requests - hot.Error, hot.Requests);
        Assert.InRange(hot.Error, 0, 100_000 / 256);
    }

    [Fact]
    public void Read_AnyStream_BoundsEveryKeysExactCount() => Gen.Select(Streams, Gen.Int[1, 3]).Sample(
        (stream, stripes) =>
        {
            var sketch = new HotKeySketch(stripes);
            for (var i = 0; i < stream.Length; i++)
            {
                sketch.Record(i, KeyHash.Of($"{stream[i]}"), $"{stream[i]}");
            }

            var summary = sketch.Read();

            var listed = summary.Keys.ToDictionary(key => key.Key, StringComparer.Ordinal);
            foreach (var (key, exact) in stream.CountBy(number => $"{number}"))
            {
                if (listed.TryGetValue(key, out var hot))
                {
                    Assert.InRange(exact, hot.Requests - hot.Error, hot.Requests);
                }
                else
                {
                    Assert.True(exact <= summary.Unlisted, $"{key}: {exact} > {summary.Unlisted}");
                }
            }

            // Every key that exceeds twice a stripe's resolution, summed over all stripes, is listed.
            Assert.True(summary.Unlisted <= (2 * stream.Length / 256) + (2 * stripes), $"{summary.Unlisted} of {stream.Length}");
        },
        iter: 200);

    [Fact]
    public void Record_LongKey_KeepsItsBeginningAndIsIdentifiedByItsHash()
    {
        var sketch = new HotKeySketch(stripes: 1);
        var (one, two) = (new string('x', 500) + "1", new string('x', 500) + "2");
        Record(sketch, one, 3);
        Record(sketch, two, 2);

        Assert.Equal(
            [new(one[..128], KeyHash.Of(one), 3, 0), new(one[..128], KeyHash.Of(two), 2, 0)], sketch.Read().Keys.AsEnumerable());
    }

    [Fact]
    public void Record_SurrogatePairAtTheCut_IsNotSplit()
    {
        var sketch = new HotKeySketch(stripes: 1);
        Record(sketch, new string('x', 127) + "😀", 2);

        Assert.Equal(new string('x', 127), sketch.Read().Keys.Single().Key);
    }

    [Fact]
    public void Record_TwoKeysOfOneHash_AreTwo()
    {
        var sketch = new HotKeySketch(stripes: 1);
        sketch.Record(0, 1, "a");
        sketch.Record(0, 1, "b");
        sketch.Record(0, 1, "b");
        sketch.Record(0, 1, "a");
        sketch.Record(0, 1, "a");

        Assert.Equal([new("a", 1, 3, 0), new("b", 1, 2, 0)], sketch.Read().Keys.AsEnumerable());
    }

    [Fact]
    public void Take_AfterReading_EmptiesTheSketch()
    {
        var sketch = new HotKeySketch(stripes: 2);
        Record(sketch, "a", 300);

        Assert.Equal(300, sketch.Take().Keys.Single().Requests);
        Assert.Empty(sketch.Read().Keys);
        Record(sketch, "a", 5);
        Assert.Equal(5, sketch.Read().Keys.Single().Requests);
    }

    [Fact]
    public async Task Record_FromManyThreadsWhileRead_CountsOrSkipsEachAndKeepsTheBounds()
    {
        const int Threads = 4;
        const int Each = 20_000;
        var sketch = new HotKeySketch(stripes: 2);
        var recording = Task.Run(
            () => Parallel.For(0, Threads, thread =>
            {
                for (var i = 0; i < Each; i++)
                {
                    sketch.Record(thread, KeyHash.Of("hot"), "hot");
                }
            }),
            TestContext.Current.CancellationToken);

        while (!recording.IsCompleted)
        {
            Assert.All(sketch.Read().Keys, key => Assert.InRange(key.Requests - key.Error, 0, Threads * Each));
        }

        await recording;

        // A key of which half the requests were skipped no longer stands out, and its requests count as unlisted.
        var summary = sketch.Read();
        if (summary.Keys is [var hot])
        {
            Assert.Equal(sketch.Skipped, hot.Error);
            Assert.Equal(Threads * Each, hot.Requests);
        }
        else
        {
            Assert.Empty(summary.Keys);
            Assert.InRange(sketch.Skipped, Threads * Each / 2, Threads * Each);
            Assert.Equal(Threads * Each, summary.Unlisted);
        }
    }

    [Fact]
    public void Record_HeldNewAndRareKeys_AllocatesNothing()
    {
        var sketch = new HotKeySketch(stripes: 1);
        var keys = Enumerable.Range(0, 2_000).Select(i => (Text: $"key-{i}", Hash: KeyHash.Of($"key-{i}"))).ToArray();

        Assert.Equal(0, Allocations.Of(() =>
        {
            foreach (var (text, hash) in keys)
            {
                sketch.Record(0, hash, text);
                sketch.Record(0, keys[0].Hash, keys[0].Text);
            }
        }));
    }

    private static void Record(HotKeySketch sketch, string key, int times)
    {
        for (var i = 0; i < times; i++)
        {
            sketch.Record(0, KeyHash.Of(key), key);
        }
    }

    private static HotKey Key(string key, long requests, long error) => new(key, KeyHash.Of(key), requests, error);
}
