using CsCheck;
using LoadBalancer.Yarp.Forwarding;

namespace LoadBalancer.Tests.Yarp.Forwarding;

public sealed class ReplayableBodyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadAsync_Rewound_GivesTheSameAgainAndThenTheRest()
    {
        await using var body = new ReplayableBody(new MemoryStream([1, 2, 3, 4, 5]), capacity: 5, length: null);

        Assert.Equal([1, 2, 3], await ReadAsync(body, 3));
        body.Rewind();

        Assert.True(body.IsWhole);
        Assert.Equal([1, 2, 3, 4, 5], await ReadToEndAsync(body));
        body.Rewind();
        Assert.Equal([1, 2, 3, 4, 5], await ReadToEndAsync(body));
    }

    [Theory]
    [InlineData(5, 5, true)]
    [InlineData(5, 4, false)]
    [InlineData(1, 0, false)]
    [InlineData(0, 0, true)]
    public async Task ReadAsync_ToTheEnd_IsWholeOnlyIfItFits(int size, int capacity, bool expected)
    {
        var bytes = new byte[size];
        await using var body = new ReplayableBody(new MemoryStream(bytes), capacity, length: null);

        Assert.Equal(bytes, await ReadToEndAsync(body));
        Assert.Equal(expected, body.IsWhole);
    }

    [Fact]
    public async Task ReadAsync_LongerThanTheCapacityByItsLength_IsLostWithTheFirstByteButWholeBefore()
    {
        await using var body = new ReplayableBody(new MemoryStream(new byte[100]), capacity: 50, length: 100);

        await ReadAsync(body, 0);
        Assert.True(body.IsWhole);
        await ReadAsync(body, 1);
        Assert.False(body.IsWhole);
    }

    [Fact]
    public Task ReadAsync_AnyPiecesAndRewinds_GivesWhatTheClientSent() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[0, 300], Gen.Int[1, 60].Array[0, 20]).SampleAsync(async (sent, capacity, pieces) =>
        {
            await using var body = new ReplayableBody(new MemoryStream(sent), capacity, length: sent.Length);
            foreach (var piece in pieces)
            {
                await ReadAsync(body, piece);
                if (!body.IsWhole)
                {
                    return sent.Length > capacity;
                }

                if (piece % 3 == 0)
                {
                    body.Rewind();
                }
            }

            body.Rewind();
            return (await ReadToEndAsync(body)).AsSpan().SequenceEqual(sent);
        });

    private static async Task<byte[]> ReadAsync(Stream stream, int count)
    {
        var buffer = new byte[count];
        return buffer[..await stream.ReadAsync(buffer, Token)];
    }

    private static async Task<byte[]> ReadToEndAsync(Stream stream)
    {
        var all = new MemoryStream();
        await stream.CopyToAsync(all, Token);
        return all.ToArray();
    }
}
