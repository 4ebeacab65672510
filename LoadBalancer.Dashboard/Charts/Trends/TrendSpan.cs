namespace LoadBalancer.Dashboard.Charts.Trends;

/// <summary>How much of the time a chart shows.</summary>
internal enum TrendSpan
{
    /// <summary>The last 30 minutes.</summary>
    ThirtyMinutes,

    /// <summary>The last five minutes.</summary>
    FiveMinutes,

    /// <summary>The last five minutes, with the interval in progress.</summary>
    Live,
}
