using LoadBalancer.Dashboard.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Dashboard.Components;

public sealed class QueryStateTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Browser _browser = new("http://localhost/lb/servers?range=5m&q=old");
    private readonly QueryState _query;
    private int _changes;

    public QueryStateTests() => _query = new(_browser, _time, InvokeAsync, () => _changes++);

    public void Dispose() => _query.Dispose();

    [Fact]
    public void Select_Value_IsInTheAddressBesideTheOthers()
    {
        _query.Select(("q", "a&b=c ü%"), ("page", null));

        Assert.Equal("a&b=c ü%", _query["q"]);
        Assert.Equal(["http://localhost/lb/servers?range=5m&q=a%26b%3Dc%20%C3%BC%25"], _browser.Replaced);
        _browser.Confirm();
        Assert.Equal("a&b=c ü%", _query["q"]);
        Assert.Equal(0, _changes);
    }

    [Fact]
    public void LinkTo_Value_IsTheAddressWithIt()
    {
        _query.SelectLater(("q", "new"));

        Assert.Equal("http://localhost/lb/servers?range=live&q=new", _query.LinkTo(("range", "live")));
        Assert.Equal("http://localhost/lb/servers?q=new", _query.LinkTo(("range", null)));
        Assert.Empty(_browser.Replaced);
    }

    [Fact]
    public void Select_NothingOrTheSame_RemovesTheParameterOnce()
    {
        _query.Select(("q", ""));
        _query.Select(("q", null));
        _browser.Confirm();
        _query.Select(("q", null));

        Assert.Null(_query["q"]);
        Assert.Equal(["http://localhost/lb/servers?range=5m"], _browser.Replaced);
    }

    [Fact]
    public void SelectLater_WhileTheViewerTypes_WritesTheAddressAfterThePause()
    {
        foreach (var text in new[] { "e", "ed", "edge" })
        {
            _time.Advance(QueryState.Pause - TimeSpan.FromMilliseconds(1));
            _query.SelectLater(("q", text));
            Assert.Equal(text, _query["q"]);
        }

        Assert.Empty(_browser.Replaced);
        _time.Advance(QueryState.Pause);

        Assert.Equal(["http://localhost/lb/servers?range=5m&q=edge"], _browser.Replaced);
    }

    [Fact]
    public void Select_BeforeTheBrowserHasConfirmed_LosesNothing()
    {
        _query.Select(("q", "edge"));
        _query.Select(("sort", "-p99"));
        _query.SelectLater(("q", "edge-7"));
        _browser.Confirm();

        Assert.Equal(("edge-7", "-p99"), (_query["q"], _query["sort"]));
        _browser.Confirm();
        _time.Advance(QueryState.Pause);
        _browser.Confirm();

        Assert.Equal("http://localhost/lb/servers?range=5m&q=edge-7&sort=-p99", _browser.Uri);
        Assert.Equal(0, _changes);
    }

    [Fact]
    public void Link_ToOtherParameters_ReplacesTheSelection()
    {
        _query.Select(("q", "edge"));
        _browser.Confirm();
        _query.SelectLater(("q", "edge-7"));

        _browser.Follow("http://localhost/lb/servers?state=draining");
        _time.Advance(QueryState.Pause);

        Assert.Equal((null, "draining", 1), (_query["q"], _query["state"], _changes));
        Assert.Single(_browser.Replaced);
    }

    [Fact]
    public void Dispose_TextThatIsNotWritten_StaysAway()
    {
        _query.SelectLater(("q", "edge"));
        _query.Dispose();
        _time.Advance(QueryState.Pause);

        Assert.Empty(_browser.Replaced);
    }

    private static Task InvokeAsync(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    /// <summary>A browser that confirms a new address when the test says so.</summary>
    private sealed class Browser : NavigationManager
    {
        private readonly Queue<string> _pending = [];

        public Browser(string uri) => Initialize("http://localhost/lb/", uri);

        public List<string> Replaced { get; } = [];

        public void Confirm() => Follow(_pending.Dequeue());

        public void Follow(string uri)
        {
            Uri = uri;
            NotifyLocationChanged(isInterceptedLink: false);
        }

        protected override void NavigateToCore(string uri, NavigationOptions options)
        {
            Assert.True(options.ReplaceHistoryEntry);
            Replaced.Add(uri);
            _pending.Enqueue(uri);
        }
    }
}
