using System.Collections.Immutable;
using System.Globalization;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Simulator.RequestLog;

namespace LoadBalancer.Simulator.WhatIf;

/// <summary>Places keys before and after a change, in batches, so that memory does not grow with the number of keys.</summary>
internal sealed class PlacementForecast
{
    private const int BatchSize = 1 << 16;

    private readonly IPlacement _before;
    private readonly IPlacement _after;
    private readonly ImmutableArray<bool> _takesAfter;
    private readonly FirstTaker _takerAfter;
    private readonly List<ulong> _hashesBefore = new(BatchSize);
    private readonly List<ulong> _hashesAfter = new(BatchSize);
    private readonly long[] _countsBefore;
    private readonly long[] _countsAfter;
    private long _keys;
    private double _moved;
    private double _movedBetweenOld;

    public PlacementForecast(PlacementAlgorithm algorithm, PlacementAlgorithm algorithmAfter, ServerChanges changes)
    {
        _before = Placement.Build(algorithm, changes.Before);
        _after = Placement.Build(algorithmAfter, changes.After);
        _takesAfter = [.. _after.Members.Select(member => !changes.Draining.Contains(member.Id))];
        _takerAfter = new(_after, _takesAfter);
        _countsBefore = new long[_before.Members.Length];
        _countsAfter = new long[_after.Members.Length];
    }

    public long Keys => _keys + _hashesBefore.Count;

    public void Add(string key)
    {
        _hashesBefore.Add(KeyHash.Of(_before.Algorithm, key));
        _hashesAfter.Add(KeyHash.Of(_after.Algorithm, key));
        if (_hashesBefore.Count == BatchSize)
        {
            Compare();
        }
    }

    /// <summary>Adds a number of synthetic keys, always the same ones.</summary>
    public void AddSynthetic(int count)
    {
        for (var key = 0; key < count; key++)
        {
            Add(key.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Returns the forecast. At least one key must have been added.</summary>
    public WhatIfResult Result(LogProblems? log, long? withoutKey)
    {
        Compare();
        var servers = ByServer();
        return new(
            _before.Algorithm.ToString(),
            _after.Algorithm == _before.Algorithm ? null : _after.Algorithm.ToString(),
            _keys,
            log is null ? "synthetic" : "log",
            Evenness.Of([.. servers.Where(server => server.WeightBefore is not null).Select(
                server => (server.WeightBefore!.Value, server.ShareBefore))]),
            Evenness.Of([
                .. servers.Where(server => server.TakingWeight is not null)
                    .Select(server => (server.TakingWeight!.Value, server.ShareAfter)),
            ]),
            _moved / _keys,
            Ideal(servers),
            _movedBetweenOld / _keys,
            servers,
            log,
            withoutKey);
    }

    private void Compare()
    {
        var count = _hashesBefore.Count;
        if (count == 0)
        {
            return;
        }

        var comparison = PlacementComparison.Between(_before, _hashesBefore.ToArray(), _after, _hashesAfter.ToArray(), _takesAfter);
        _moved += comparison.Moved * count;
        _movedBetweenOld += comparison.MovedBetweenUnchanged * count;
        _hashesBefore.ForEach(hash => _countsBefore[_before.Owner(hash)]++);
        _hashesAfter.ForEach(hash => _countsAfter[_takerAfter.Of(hash)]++);
        _keys += count;
        _hashesBefore.Clear();
        _hashesAfter.Clear();
    }

    private List<ServerForecast> ByServer()
    {
        var before = _before.Members.Select((member, i) => (member, share: _countsBefore[i] / (double)_keys))
            .ToDictionary(entry => entry.member.Id, StringComparer.Ordinal);
        var drains = _after.Members.Where((_, i) => !_takesAfter[i]).Select(member => member.Id).ToHashSet(StringComparer.Ordinal);
        var after = _after.Members.Select((member, i) => (member, share: _countsAfter[i] / (double)_keys))
            .ToDictionary(entry => entry.member.Id, StringComparer.Ordinal);
        return
        [
            .. before.Keys.Union(after.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(id => new ServerForecast(
                id,
                before.TryGetValue(id, out var was) ? was.member.Weight : null,
                after.TryGetValue(id, out var becomes) ? becomes.member.Weight : null,
                was.share,
                becomes.share)
            {
                Drains = drains.Contains(id),
            }),
        ];
    }

    /// <summary>
    /// Returns the total share that servers must gain for each share to change from what the old weight deserves to what the new one does.
    /// </summary>
    private static double Ideal(List<ServerForecast> servers)
    {
        var totalBefore = servers.Sum(server => (double)(server.WeightBefore ?? 0));
        var totalAfter = servers.Sum(server => (double)(server.TakingWeight ?? 0));
        return servers.Sum(server => Math.Max(0, ((server.TakingWeight ?? 0) / totalAfter) - ((server.WeightBefore ?? 0) / totalBefore)));
    }
}
