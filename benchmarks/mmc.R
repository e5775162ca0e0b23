# M/M/c in simmer, as its vignette on queueing systems writes it. Prints seconds, customers and their mean wait.

suppressPackageStartupMessages(library(simmer))

given <- as.numeric(commandArgs(trailingOnly = TRUE))
names(given) <- c("servers", "per_minute", "minutes", "horizon", "seed")

model <- function() {
  customer <- trajectory() %>%
    seize("clerk", 1) %>%
    timeout(function() rexp(1, 1 / given[["minutes"]])) %>%
    release("clerk", 1)

  env <- simmer() %>%
    add_resource("clerk", given[["servers"]]) %>%
    add_generator("customer", customer, function() rexp(1, given[["per_minute"]])) %>%
    run(given[["horizon"]])

  arrivals <- get_mon_arrivals(env)
  c(nrow(arrivals), mean(arrivals$end_time - arrivals$start_time - arrivals$activity_time))
}

set.seed(given[["seed"]])
took <- system.time(found <- model())
cat(took[["elapsed"]], sum(took[c("user.self", "sys.self")]), format(found, digits = 12), "\n")
