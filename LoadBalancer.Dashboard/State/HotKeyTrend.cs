namespace LoadBalancer.Dashboard.State;

/// <summary>How the share of a key in the requests has changed.</summary>
internal enum HotKeyTrend
{
    /// <summary>About as frequent as before, or the counts are too inexact to tell.</summary>
    Steady,

    /// <summary>Certainly more frequent than before.</summary>
    Rising,

    /// <summary>Certainly less frequent than before.</summary>
    Falling,
}
