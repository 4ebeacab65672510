using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace LoadBalancer.Dashboard.Components;

/// <summary>
/// Keeps what a viewer selects on a page (a filter, an order, a page number) in the page's address, so that a link, a reload, and a
/// bookmark show the same. Text is written to the address once the viewer pauses. The history gets no entries. Used on the viewer's own
/// thread.
/// </summary>
internal sealed class QueryState : IDisposable
{
    /// <summary>How long the viewer has to pause until text is written to the address.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly NavigationManager _navigator;
    private readonly Action _changed;
    private readonly ITimer _timer;

    /// <summary>What was selected here: the address has it later, when the browser has confirmed it.</summary>
    private readonly Dictionary<string, object?> _selected = new(StringComparer.Ordinal);

    /// <summary>The addresses that the browser has not confirmed yet.</summary>
    private readonly Queue<string> _written = [];

    private Dictionary<string, StringValues> _address;
    private bool _isDisposed;

    /// <param name="navigator">The address.</param>
    /// <param name="time">The clock.</param>
    /// <param name="invoke">Invokes an action on the viewer's thread.</param>
    /// <param name="changed">Called when a link, or the browser, has changed the parameters of the page.</param>
    public QueryState(NavigationManager navigator, TimeProvider time, Func<Action, Task> invoke, Action changed)
    {
        _navigator = navigator;
        _changed = changed;
        _address = Parse(navigator.Uri);
        _timer = time.CreateTimer(_ => _ = invoke(Write), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        navigator.LocationChanged += OnLocationChanged;
    }

    /// <summary>The value of a parameter; <see langword="null"/> if it is absent.</summary>
    public string? this[string name] => _selected.TryGetValue(name, out var value) ? value as string
        : _address.TryGetValue(name, out var values) ? values.FirstOrDefault()
        : null;

    /// <summary>The names of the parameters that the address had when the page was opened, or a link or the browser changed it.</summary>
    public IReadOnlyCollection<string> Names => _address.Keys;

    /// <summary>Returns the address with other values, for a link: an absent or empty one removes the parameter.</summary>
    public string LinkTo(params ReadOnlySpan<(string Name, string? Value)> values)
    {
        var linked = new Dictionary<string, object?>(_selected, StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            linked[name] = string.IsNullOrEmpty(value) ? null : value;
        }

        return _navigator.GetUriWithQueryParameters(linked);
    }

    /// <summary>Returns a path, relative to the dashboard's root, with those of the selected values that it understands.</summary>
    public string LinkOf(string path, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            path = this[name] is { Length: > 0 } value ? QueryHelpers.AddQueryString(path, name, value) : path;
        }

        return path;
    }

    /// <summary>Selects values: an absent or empty one removes the parameter.</summary>
    public void Select(params ReadOnlySpan<(string Name, string? Value)> values)
    {
        Keep(values);
        Write();
    }

    /// <summary>Selects values while the viewer types: the address follows after a <see cref="Pause"/>.</summary>
    public void SelectLater(params ReadOnlySpan<(string Name, string? Value)> values)
    {
        Keep(values);
        _timer.Change(Pause, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _navigator.LocationChanged -= OnLocationChanged;
        _timer.Dispose();
        _isDisposed = true;
    }

    private void Keep(ReadOnlySpan<(string Name, string? Value)> values)
    {
        foreach (var (name, value) in values)
        {
            _selected[name] = string.IsNullOrEmpty(value) ? null : value;
        }
    }

    private void Write()
    {
        if (_isDisposed)
        {
            return;
        }

        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var uri = _navigator.GetUriWithQueryParameters(_selected);
        if (uri != (_written.LastOrDefault() ?? _navigator.Uri))
        {
            _written.Enqueue(uri);
            _navigator.NavigateTo(uri, replace: true);
        }
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs arguments)
    {
        _address = Parse(arguments.Location);
        if (_written.Contains(arguments.Location))
        {
            while (_written.Dequeue() != arguments.Location)
            {
            }

            return;
        }

        _written.Clear();
        _selected.Clear();
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _changed();
    }

    private static Dictionary<string, StringValues> Parse(string uri) => QueryHelpers.ParseQuery(new Uri(uri).Query);
}
