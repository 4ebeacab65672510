using System.IO.Pipelines;
using System.Text;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Exchange;
using LoadBalancer.Proxy.Limits;

namespace LoadBalancer.Tests.Proxy.Exchange;

public sealed class RequestBodyTests
{
    private const int Capacity = 100;
    private const long Longest = 1_000_000;

    private readonly Pipe _pipe = new();
    private readonly ConnectionBody _body;

    public RequestBodyTests() => _body = new(_pipe.Reader, Capacity, Longest, new(bytesPerSecond: 0, TimeSpan.Zero, TimeProvider.System));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Begin_NoBody_IsDoneAndTakesNothing()
    {
        _body.Begin(Head(""), isKept: true);
        await WriteAsync("GET / HTTP/1.1\r\n");

        _body.TakeWhatIsThere();

        Assert.True(_body is { IsDone: true, IsWhole: true, Failure: BodyFailure.None });
        Assert.Equal("GET / HTTP/1.1\r\n", await RestAsync());
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n", "hello")]
    [InlineData("Transfer-Encoding: chunked\r\n", "2\r\nhe\r\n3\r\nllo\r\n0\r\nX: y\r\n\r\n")]
    public async Task TakeWhatIsThere_AllOfIt_KeepsItAndLeavesTheNextRequest(string framing, string body)
    {
        _body.Begin(Head(framing), isKept: true);
        await WriteAsync(body + "GET");

        _body.TakeWhatIsThere();

        Assert.True(_body is { IsDone: true, IsWhole: true });
        Assert.Equal("hello", Encoding.ASCII.GetString(_body.Kept.Span));
        Assert.Equal("GET", await RestAsync());
    }

    [Fact]
    public async Task Read_MoreThanFits_IsNoLongerWholeButIsRead()
    {
        var text = new string('x', Capacity + 1);
        _body.Begin(Head($"Content-Length: {text.Length}\r\n"), isKept: true);
        await WriteAsync(text);
        _body.TakeWhatIsThere();

        var read = Encoding.ASCII.GetString(_body.Kept.Span) + await ReadAllAsync();

        Assert.Equal(text, read);
        Assert.True(_body is { IsDone: true, IsWhole: false });
    }

    [Fact]
    public async Task Read_ClientEndsWithinTheBody_HasFailedButIsNotMalformed()
    {
        _body.Begin(Head("Content-Length: 5\r\n"), isKept: true);
        await WriteAsync("he");
        await _pipe.Writer.CompleteAsync();

        Assert.Equal("he", await ReadAllAsync());

        Assert.True(_body is { IsDone: false, Failure: BodyFailure.ClientGone });
    }

    [Fact]
    public async Task Read_ConnectionBreaks_HasFailedWithoutAnException()
    {
        _body.Begin(Head("Content-Length: 5\r\n"), isKept: true);
        await _pipe.Writer.CompleteAsync(new IOException("reset"));

        _body.TakeWhatIsThere();

        Assert.Equal("", await ReadAllAsync());
        Assert.True(_body is { IsDone: false, Failure: BodyFailure.ClientGone });
    }

    [Fact]
    public async Task Read_InvalidChunk_IsMalformed()
    {
        _body.Begin(Head("Transfer-Encoding: chunked\r\n"), isKept: true);
        await WriteAsync("2\r\nhe\r\nx\r\n");

        Assert.Equal("he", await ReadAllAsync());

        Assert.True(_body is { IsDone: false, Failure: BodyFailure.Malformed });
    }

    [Fact]
    public async Task Stop_WhileReading_EndsTheReadAndLosesNothing()
    {
        _body.Begin(Head("Content-Length: 5\r\n"), isKept: true);
        var reading = ReadAllAsync();
        Assert.True(_body.IsAwaited);

        _body.Stop();
        Assert.Equal("", await reading);
        Assert.Equal("", await ReadAllAsync());
        await WriteAsync("hello");
        _body.Resume();

        Assert.Equal("hello", await ReadAllAsync());
        Assert.True(_body is { IsDone: true, IsWhole: true, IsAwaited: false });
    }

    [Fact]
    public async Task Release_AfterABody_TheNextStartsEmpty()
    {
        _body.Begin(Head("Content-Length: 5\r\n"), isKept: true);
        await WriteAsync("hello");
        _body.TakeWhatIsThere();

        _body.Release();
        _body.Begin(Head("Content-Length: 2\r\n"), isKept: true);

        Assert.True(_body.Kept.IsEmpty);
        Assert.False(_body.IsDone);
    }

    [Fact]
    public async Task Chunks_SplitAnywhere_GiveTheSameResult()
    {
        foreach (var place in Enumerable.Range(1, Chunks.Length - 1))
        {
            _body.Begin(Head("Transfer-Encoding: chunked\r\n"), isKept: true);
            await WriteAsync(Chunks[..place]);
            _body.TakeWhatIsThere();
            await WriteAsync(Chunks[place..]);

            await ReadAllAsync();

            Assert.Equal("hello", Encoding.ASCII.GetString(_body.Kept.Span));
            Assert.Equal("X: y\r\n", Encoding.ASCII.GetString(_body.Trailers.Span));
            _body.Release();
        }
    }

    private const string Chunks = "2;a=b\r\nhe\r\n3\r\nllo\r\n0\r\nX: y\r\n\r\n";

    private static RequestHead Head(string framing)
    {
        var scanner = new RequestScanner(isSecure: false, new LimitsOptions().ToHeadLimits());
        scanner.Scan(new(Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: a\r\n{framing}\r\n")));
        return scanner.Head;
    }

    private async Task WriteAsync(string text) => await _pipe.Writer.WriteAsync(Encoding.ASCII.GetBytes(text), Token);

    private async Task<string> ReadAllAsync()
    {
        var text = "";
        while (await _body.ReadAsync() is { IsEmpty: false } content)
        {
            text += Encoding.ASCII.GetString(content);
            _body.Advance();
        }

        return text;
    }

    private async Task<string> RestAsync()
    {
        await _pipe.Writer.CompleteAsync();
        var read = await _pipe.Reader.ReadAsync(Token);
        return Encoding.ASCII.GetString(read.Buffer);
    }
}
