using CsCheck;
using LoadBalancer.Http.WebSockets;

namespace LoadBalancer.Tests.Http.WebSockets;

public sealed class FrameTrackerTests
{
    private const byte Text = 0x81;
    private const byte Close = 0x88;

    [Fact]
    public void Tracker_New_IsAtABoundary()
    {
        var tracker = new FrameTracker();

        Assert.True(tracker.IsAtBoundary);
        Assert.False(tracker.HasClosed);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(125, true)]
    [InlineData(126, false)]
    [InlineData(65_535, true)]
    [InlineData(65_536, false)]
    public void PassFrame_ByteByByte_IsAtABoundaryOnlyAtTheEnd(int length, bool isMasked)
    {
        var frame = Frame(Text, length, isMasked);
        var tracker = new FrameTracker();

        for (var i = 0; i < frame.Length; i++)
        {
            Assert.Equal(i == 0, tracker.IsAtBoundary);
            Assert.Equal(1, tracker.PassFrame(frame.AsSpan(i, 1)));
        }

        Assert.True(tracker.IsAtBoundary);
    }

    [Fact]
    public void PassFrame_TwoFrames_StopsAfterTheFirst()
    {
        byte[] first = Frame(Text, 3, isMasked: true), second = Frame(Text, 200, isMasked: true);
        var tracker = new FrameTracker();

        Assert.Equal(first.Length, tracker.PassFrame([.. first, .. second]));
        Assert.True(tracker.IsAtBoundary);
    }

    [Theory]
    [InlineData(Close, true)]
    [InlineData(Text, false)]
    [InlineData(0x80, false)]
    [InlineData(0x8a, false)]
    public void HasClosed_AfterAWholeFrame_IsTrueForCloseOnly(byte first, bool expected)
    {
        var frame = Frame(first, 2, isMasked: false);
        var tracker = new FrameTracker();

        tracker.Pass(frame.AsSpan(0, 3));
        Assert.False(tracker.HasClosed);
        tracker.Pass(frame.AsSpan(3));

        Assert.Equal(expected, tracker.HasClosed);
    }

    /// <summary>However the bytes are cut, the boundaries are where the frames end.</summary>
    [Fact]
    public void Pass_AnyFramesInAnyPieces_FindsEveryBoundary() => Gen
        .Select(
            Gen.Select(Gen.OneOf(Gen.Int[0, 130], Gen.Int[65_530, 65_540]), Gen.Bool).Array[1, 6],
            Gen.Int[1, 5_000].Array[1, 20])
        .Sample((frames, pieces) =>
        {
            var ends = new HashSet<int>();
            var bytes = new List<byte>();
            foreach (var (length, isMasked) in frames)
            {
                bytes.AddRange(Frame(Text, length, isMasked));
                ends.Add(bytes.Count);
            }

            var (all, tracker, at) = (bytes.ToArray(), new FrameTracker(), 0);
            for (var piece = 0; at < all.Length; piece++)
            {
                var size = Math.Min(pieces[piece % pieces.Length], all.Length - at);
                tracker.Pass(all.AsSpan(at, size));
                at += size;
                Assert.Equal(ends.Contains(at), tracker.IsAtBoundary);
            }
        });

    [Fact]
    public void GoingAwayFrame_ToAServer_IsMaskedAndHasTheStatus()
    {
        var frame = new byte[GoingAwayFrame.MaskedLength];

        GoingAwayFrame.WriteToServer(frame, [1, 2, 3, 4]);

        Assert.Equal([0x88, 0x82, 1, 2, 3, 4, 0x03 ^ 1, 0xe9 ^ 2], frame);
        Assert.Equal([0x88, 0x02, 0x03, 0xe9], GoingAwayFrame.ToClient.ToArray());
    }

    private static byte[] Frame(byte first, int length, bool isMasked)
    {
        var mask = isMasked ? 0x80 : 0;
        byte[] size = length switch
        {
            < 126 => [(byte)(length | mask)],
            < 65_536 => [(byte)(126 | mask), (byte)(length >> 8), (byte)length],
            _ => [(byte)(127 | mask), 0, 0, 0, 0, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length],
        };
        return [first, .. size, .. new byte[isMasked ? 4 : 0], .. Enumerable.Repeat((byte)0xff, length)];
    }
}
