using System.Buffers;
using System.Text;
using CsCheck;
using LoadBalancer.Http.Chunks;
using LoadBalancer.Http.Headers;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Http.Chunks;

public sealed class ContentDecoderTests
{
    [Fact]
    public void Take_Length_EndsWithItsLastByte()
    {
        var decoder = new ContentDecoder();
        decoder.BeginLength(3);
        var buffer = Bytes("abcdef");

        Assert.Equal("abc", Text(decoder.Take(ref buffer)));
        Assert.True(decoder.IsDone);
        Assert.Equal("def", Text(buffer));
    }

    [Fact]
    public void BeginLength_OfZero_IsDoneAtOnce()
    {
        var decoder = new ContentDecoder();
        decoder.BeginLength(0);

        Assert.True(decoder.IsDone);
    }

    [Fact]
    public void Skip_BytesRead_CountAsTaken()
    {
        var decoder = new ContentDecoder();
        decoder.BeginLength(10);
        Assert.Equal(10, decoder.Following);

        decoder.Skip(9);
        Assert.Equal(1, decoder.Following);
        decoder.Skip(1);

        Assert.True(decoder.IsDone);
    }

    [Fact]
    public void Take_UntilTheConnectionEnds_NeverEndsByItself()
    {
        var decoder = new ContentDecoder();
        decoder.BeginUntilClose();
        var buffer = Bytes("0\r\n\r\n");

        Assert.Equal("0\r\n\r\n", Text(decoder.Take(ref buffer)));
        Assert.True(decoder is { IsDone: false, EndsWithConnection: true, Following: 0 });
    }

    [Fact]
    public void Take_Chunks_GivesContentTrailersAndTheRest()
    {
        var (content, trailers, rejection, rest) = Decode([Bytes("3;a=\"b\"\r\nabc\r\n002\r\nde\r\n0\r\nX: y\r\nZ:\r\n\r\nnext")]);

        Assert.Equal(("abcde", "X: y\r\nZ:\r\n", MessageError.None, "next"), (content, trailers, rejection, rest));
    }

    [Fact]
    public void Begin_AfterAnError_StartsOver()
    {
        var decoder = new ContentDecoder();
        decoder.BeginChunks();
        var buffer = Bytes("x\r\n");
        decoder.Take(ref buffer);
        Assert.Equal(MessageError.Chunk, decoder.MessageError);

        decoder.BeginChunks();
        buffer = Bytes("0\r\n\r\n");
        decoder.Take(ref buffer);

        Assert.Equal((true, MessageError.None), (decoder.IsDone, decoder.MessageError));
    }

    [Theory]
    [InlineData("5\r\nabcde")]
    [InlineData("5\r\nabcdeX\r\n")]
    [InlineData("80000000\r\n")]
    [InlineData("1\r\na\r\n0\r\nHost: b\r\n\r\n")]
    [InlineData("1\r\na\r\n0\r\nX-Real-IP: b\r\n\r\n")]
    [InlineData("1\r\na\r\n0\r\nX_Forwarded_For: b\r\n\r\n")]
    [InlineData("1\na")]
    [InlineData("1;\"\r\na\r\n")]
    public void Take_IncompleteBody_IsNeverDone(string text)
    {
        var decoder = new ContentDecoder();
        decoder.BeginChunks();
        var buffer = Bytes(text);
        while (!buffer.IsEmpty && decoder.MessageError == MessageError.None)
        {
            decoder.Take(ref buffer);
        }

        Assert.False(decoder.IsDone && decoder.MessageError == MessageError.None);
    }

    [Theory]
    [InlineData("Host: b\r\nX: y\r\nset-cookie: a=b\r\n", "X: y\r\n", MessageError.None)]
    [InlineData("Host : b\r\n", "", MessageError.Trailer)]
    [InlineData("Host: b\0\r\n", "", MessageError.Trailer)]
    public void Take_TrailersThatAreNotAllowed_AreDroppedIfAsked(string trailers, string kept, object error)
    {
        var decoder = new ContentDecoder();
        decoder.BeginChunks(dropsTrailers: true);
        var buffer = Bytes($"0\r\n{trailers}\r\n");

        decoder.Take(ref buffer);

        Assert.Equal((MessageError)error, decoder.MessageError);
        Assert.Equal(((MessageError)error == MessageError.None, kept), (decoder.IsDone, decoder.IsDone ? Text(new(decoder.Trailers)) : ""));
    }

    [Fact]
    public void Take_SplitAnywhere_GivesTheSameResult()
    {
        var pieces = Gen.OneOf(
            "1\r\na\r\n", "3;x=y\r\n\r\n0\r\n", "a\r\n0123456789\r\n", "0\r\n", "\r\n", "X: y\r\n", "Host: b\r\n", "x", "\n", "0\r\n\r\n");
        Gen.Select(pieces.Array[1, 10], Gen.Int[1, 9].Array[1, 60]).Sample((parts, sizes) =>
        {
            var text = string.Concat(parts);

            var whole = Decode([Bytes(text)]);

            Assert.Equal(
                (whole.Content, whole.MessageError), (Decode(Split(text, sizes)).Content, Decode(Split(text, sizes)).MessageError));
            Assert.Equal(whole, Decode([Segments.Split(Encoding.Latin1.GetBytes(text))]));
        });
    }

    private static IEnumerable<ReadOnlySequence<byte>> Split(string text, int[] sizes)
    {
        for (var (start, i) = (0, 0); start < text.Length; i++)
        {
            var size = Math.Min(sizes[i % sizes.Length], text.Length - start);
            yield return Bytes(text.Substring(start, size));
            start += size;
        }
    }

    private static (string Content, string Trailers, MessageError MessageError, string Behind) Decode(
        IEnumerable<ReadOnlySequence<byte>> parts)
    {
        var decoder = new ContentDecoder();
        decoder.BeginChunks();
        var (content, rest) = ("", "");
        foreach (var part in parts)
        {
            var buffer = part;
            while (!buffer.IsEmpty && !decoder.IsDone && decoder.MessageError == MessageError.None)
            {
                content += Text(decoder.Take(ref buffer));
            }

            rest += Text(buffer);
        }

        // What follows an error depends on how the text was split, and is never read.
        return (content, decoder.IsDone ? Text(new(decoder.Trailers)) : "", decoder.MessageError, decoder.IsDone ? rest : "");
    }

    private static ReadOnlySequence<byte> Bytes(string text) => new(Encoding.Latin1.GetBytes(text));

    private static string Text(in ReadOnlySequence<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
