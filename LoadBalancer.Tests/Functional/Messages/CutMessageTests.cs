namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>Tests good messages that stop at any point before their end.</summary>
public sealed class CutMessageTests(MessageFixture fixture) : IClassFixture<MessageFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("an ordinary GET")]
    [InlineData("GET with content that looks like a request")]
    [InlineData("content that looks like a request")]
    [InlineData("content of every byte")]
    [InlineData("chunks: several chunks")]
    [InlineData("chunks: content that looks like a request")]
    [InlineData("extension three times")]
    [InlineData("trailers: two")]
    public async Task Message_CutAnywhere_IsNotARequest(string name)
    {
        var message = RequestMessages.Named(name);
        var lengths = Enumerable.Range(1, message.Text.Length - 1);

        await fixture.ForEachAsync(lengths, async (lane, length) =>
        {
            var cut = RequestMessage.Cut($"{message.Name}, {length} bytes of it", message.Rfc, message.Text[..length]);

            var result = await lane.SendAsync([cut.Text], close: true, Token);

            MessageAssert.Passes(cut, [], result);
        });
    }
}
