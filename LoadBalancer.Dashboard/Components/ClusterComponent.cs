using LoadBalancer.Cluster.Watching;
using LoadBalancer.Dashboard.Charts;
using LoadBalancer.Dashboard.State;
using Microsoft.AspNetCore.Components;

namespace LoadBalancer.Dashboard.Components;

/// <summary>
/// Shows a part of the snapshot, and is rendered again only when that part is another: so that a viewer costs little
/// where little happens.
/// </summary>
public abstract class ClusterComponent : ComponentBase, IDisposable
{
    private object? _shown;
    private bool _isDisposed;

    [Inject]
    private protected ClusterView View { get; set; } = null!;

    [Inject]
    private protected SharedCharts Charts { get; set; } = null!;

    [CascadingParameter]
    private protected ViewerClock Clock { get; set; } = ViewerClock.Utc;

    /// <summary>What was read last; <see langword="null"/> until the store was reached for the first time.</summary>
    private protected DashboardSnapshot? Snapshot { get; private set; }

    /// <summary>Whether the store is within reach.</summary>
    private protected RegistryConnectionSnapshot Connection { get; private set; } = null!;

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        View.Changed += OnChanged;
        Read();
        _shown = PartOf(Snapshot);
    }

    /// <summary>Ends the subscription.</summary>
    protected virtual void Dispose(bool disposing)
    {
        _isDisposed = true;
        View.Changed -= OnChanged;
    }

    /// <summary>What is shown: another one, by its own equality, means rendering again. By default everything.</summary>
    private protected virtual object? PartOf(DashboardSnapshot? snapshot) => snapshot;

    /// <summary>Called before rendering because of another part.</summary>
    private protected virtual void OnPartChanged()
    {
    }

    private void OnChanged() => _ = InvokeAsync(Update);

    private void Update()
    {
        if (_isDisposed)
        {
            return;
        }

        Read();
        var part = PartOf(Snapshot);
        if (!Equals(part, _shown))
        {
            _shown = part;
            OnPartChanged();
            StateHasChanged();
        }
    }

    private void Read()
    {
        Snapshot = View.Current;
        Connection = View.Connection;
    }
}
