using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.State;
using Microsoft.Playwright;

namespace LoadBalancer.Tests.EndToEnd.Dashboard;

/// <summary>One dashboard and one browser for all tests of a class; each test shows its own snapshot to its own viewer.</summary>
public sealed class ShownDashboard : IAsyncLifetime
{
    private readonly Chromium _chromium = new();
    private DashboardHost? _host;

    public async ValueTask InitializeAsync()
    {
        await _chromium.InitializeAsync();
        _host = await DashboardHost.StartAsync(SampleCluster.Now);
    }

    public async ValueTask DisposeAsync()
    {
        await _chromium.DisposeAsync();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    /// <summary>Publishes a snapshot and opens a page of it in a new viewer.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="path">The path of the page.</param>
    /// <param name="look">How the browser shows it.</param>
    /// <param name="before">Prepares the empty page.</param>
    internal async Task<Viewer> ShowAsync(DashboardSnapshot snapshot, string path, Look look = Look.Light, Action<IPage>? before = null)
    {
        var viewer = await _chromium.NewViewerAsync(look);
        before?.Invoke(viewer.Page);
        Publish(snapshot);
        await viewer.OpenAsync(_host!.Url + path);
        return viewer;
    }

    /// <summary>Returns the URL of a server in the store behind the page, or <see langword="null"/> if it does not exist.</summary>
    internal async Task<string?> UrlOfAsync(string id) =>
        (await _host!.Registry.ReadAsync(TestContext.Current.CancellationToken)).Find(new(id))?.Url;

    /// <summary>Moves a server to another URL, as another operator would.</summary>
    internal Task MoveAsync(string id, string url) => _host!.Registry.ApplyAsync(
        new MembershipChange.Join(new(id), url, Weight: null, Instance: null, SampleCluster.Now), TestContext.Current.CancellationToken);

    /// <summary>
    /// Sets whether the store behind the page is unreachable. The page does not notice because its clock does not advance.
    /// </summary>
    internal void SetUnreachable(bool isUnreachable) => _host!.Registry.IsUnreachable = isUnreachable;

    internal void Publish(DashboardSnapshot snapshot) => _host!.View.Publish(snapshot);
}
