namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>Tests messages whose meaning depends on a few adjacent bytes, split in two at every position.</summary>
public sealed class SplitMessageTests(MessageFixture fixture) : IClassFixture<MessageFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("an ordinary GET")]
    [InlineData("version with NUL after it")]
    [InlineData("absolute form")]
    [InlineData("fragment in absolute form")]
    [InlineData("absolute form with another host than Host")]
    [InlineData("one empty line before the request")]
    [InlineData("two empty lines before the request")]
    [InlineData("LF alone everywhere")]
    [InlineData("LF after a field")]
    [InlineData("LF for the empty line")]
    [InlineData("CR after a field")]
    [InlineData("CR CR LF after a field")]
    [InlineData("CR CR LF for the empty line")]
    [InlineData("CR in a value")]
    [InlineData("LF LF that hides a request")]
    [InlineData("value with white space around it")]
    [InlineData("space before the colon")]
    [InlineData("no name")]
    [InlineData("folded value")]
    [InlineData("value with NUL")]
    [InlineData("two hosts")]
    [InlineData("content that looks like a request")]
    [InlineData("Content-Length twice")]
    [InlineData("Content-Length with a list")]
    [InlineData("coding and a length after it")]
    [InlineData("coding of chunked in two fields")]
    [InlineData("coding after a vertical tab")]
    [InlineData("chunks: several chunks")]
    [InlineData("chunks: content that looks like the end")]
    [InlineData("chunks: content of lone CR and LF")]
    [InlineData("chunk's size before LF alone")]
    [InlineData("chunk's size with a space after it")]
    [InlineData("chunk's size at the end, its empty line LF alone")]
    [InlineData("chunk's size of 2^64 + 5")]
    [InlineData("chunk before LF alone")]
    [InlineData("chunk without a line end")]
    [InlineData("chunk longer than its size")]
    [InlineData("extension three times")]
    [InlineData("extension of a quoted quote")]
    [InlineData("extension with LF after its semicolon")]
    [InlineData("extension with CR LF in quotes")]
    [InlineData("extension with LF that hides a request")]
    [InlineData("trailers: two")]
    [InlineData("trailer Content-Length")]
    [InlineData("trailer with a space before its colon")]
    [InlineData("trailer that hides a request after LF LF")]
    [InlineData("chunks and trailers, then a request")]
    [InlineData("empty line after content, an old habit")]
    [InlineData("length shorter than the content")]
    [InlineData("good chunks, then an ambiguous request with one in it")]
    public async Task Message_SplitAnywhere_IsForwardedUnchangedOrRejected(string name)
    {
        var message = RequestMessages.Named(name);
        var places = Enumerable.Range(1, message.Text.Length - 1);

        await fixture.ForEachAsync(places, async (lane, place) =>
        {
            var result = await lane.SendAsync([message.Text[..place], message.Text[place..] + MessageLane.Follower], close: false, Token);

            MessageAssert.Passes(message with { Name = $"{message.Name}, parted at {place}" }, [], result);
        });
    }
}
