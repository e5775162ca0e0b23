/* The caseload model of idiomatic.py as a loop over events: how fast it goes when nothing stands between it and
 * the machine. One agenda, one line of waiting tasks for each team and priority, both 4-ary heaps; users, tasks and
 * stretches of work are rows of growing arrays, which are the log. Times are minutes.
 *
 * in_c.py mirrors the records: int64 and double only, so that both sides lay them out alike. A Range is a stretch
 * of the array that its comment names. NAN: not yet, or never.
 */

#include "events.h"

/* What the model is told */

typedef struct { Range upto /* pieces */; Lognormal work; double extra; } Channel;
typedef struct { int64_t team, priority; double opens, due, typical_wait; Range rate, probability, channels; } Type;
typedef struct { int64_t first_talk, follow_up; Range calls, at_random /* types */, leaves_to /* shares */; } Group;
typedef struct { int64_t group, initial; Lognormal stay; Range ages /* shares */, rate; } Stream;
typedef struct { double start, end, pace; } Shift;
typedef struct { int64_t team; Range shifts; } Worker;
typedef struct { double opens, closes; } Opening;
typedef struct { int64_t type; Range openings; } Visits;

typedef struct {
    double horizon;
    int64_t teams, priorities, streams, workers, outsides, visits;
    const Piece *piece;
    const double *share; /* cumulative */
    const int64_t *listed; /* types, of groups' calls and random starts */
    const Channel *channel;
    const Type *type;
    const Group *group;
    const Stream *stream;
    const Shift *shift;
    const Worker *worker;
    const int64_t *outside; /* types */
    const Opening *opening;
    const Visits *visit;
} Office;

/* What happened */

typedef struct { int64_t group, age, destination, contacts; double entered, arrived, left, leaves, last_contact; } User;
typedef struct { int64_t type, user, channel; double opened, due, minutes, started, ended, remaining; } Task;
typedef struct { int64_t task, worker; double start, end; } Work;

typedef struct {
    User *user;
    Task *task;
    Work *work;
    int64_t users, tasks, works;
    int64_t user_room, task_room, work_room;
} Log;

/* Within an instant events come in this order. */
enum Kind { DONE, SHIFT_ENDS, LEAVES, ARRIVES, OUTSIDE, VISITS, APPLIES, FOLLOW_UP_OPENS, CLOSES, SHIFT_STARTS };

typedef struct { int64_t *worker, count; } Idle; /* who has been free longest comes first */
typedef struct { int64_t shift, task; double began; } Desk; /* where a worker is: task -1 when free */

typedef struct {
    const Office *office;
    Log *log;
    double now;
    Heap agenda, *lines;
    Idle *idle;
    Desk *desks;
    int64_t *next_opening;
    Chance chance;
} Run;

/* An event's tag: kind, then which of several, then whose. What falls after the end is never asked about. */
static void schedule(Run *run, double time, enum Kind kind, int64_t which, int64_t whose) {
    if (time < run->office->horizon) push(&run->agenda, time, (int64_t)kind << 56 | which << 40 | whose);
}

static inline double value(const Run *run, Range line) {
    const Piece *piece = run->office->piece;
    return piece[piece_at(piece, line, run->now)].value;
}

/* The next arrival of a stream whose rate changes; INFINITY after the horizon. */
static double next_arrival(Run *run, Range rate, double time) {
    const Piece *piece = run->office->piece;
    for (int64_t i = piece_at(piece, rate, time); i < rate.end; i++) {
        double end = i + 1 < rate.end ? piece[i + 1].from : run->office->horizon;
        if (piece[i].value > 0) {
            double next = fmax(time, piece[i].from) + gap(&run->chance, piece[i].value);
            if (next < end) return next;
        }
    }
    return INFINITY;
}

/* Work */

static void begin(Run *run, int64_t worker, int64_t number) {
    Desk *desk = &run->desks[worker];
    Task *task = &run->log->task[number];
    const Shift *shift = &run->office->shift[desk->shift];
    if (isnan(task->started)) task->started = run->now;
    desk->task = number;
    desk->began = run->now;
    double done = run->now + task->remaining / shift->pace;
    if (done <= shift->end) schedule(run, done, DONE, 0, worker);
}

static inline Heap *line_of(const Run *run, int64_t team, int64_t priority) {
    return &run->lines[team * run->office->priorities + priority];
}

/* A task goes to whoever has been free longest, or joins its line. */
static void put(Run *run, int64_t number) {
    const Task *task = &run->log->task[number];
    const Type *type = &run->office->type[task->type];
    Idle *idle = &run->idle[type->team];
    if (idle->count) {
        int64_t worker = idle->worker[0];
        memmove(idle->worker, idle->worker + 1, --idle->count * sizeof *idle->worker);
        begin(run, worker, number);
    } else {
        push(line_of(run, type->team, type->priority), task->due, number);
    }
}

static bool cancelled(const Log *log, const Task *task) {
    if (!isnan(task->started)) return false;
    return !isnan(task->ended) || (task->user >= 0 && !isnan(log->user[task->user].left));
}

/* The next task of the team's lines, or a place among the idle. */
static void look_for_work(Run *run, int64_t worker) {
    int64_t team = run->office->worker[worker].team;
    if (run->now >= run->office->shift[run->desks[worker].shift].end) return;
    for (int64_t priority = 0; priority < run->office->priorities; priority++) {
        Heap *line = line_of(run, team, priority);
        while (line->size) {
            int64_t number = tag_of(pop(line));
            if (!cancelled(run->log, &run->log->task[number])) {
                begin(run, worker, number);
                return;
            }
        }
    }
    Idle *idle = &run->idle[team];
    idle->worker[idle->count++] = worker;
}

static void record_work(Run *run, int64_t worker) {
    Log *log = run->log;
    ROOM_FOR_ONE(log->work, log->works, log->work_room);
    log->work[log->works++] = (Work){run->desks[worker].task, worker, run->desks[worker].began, run->now};
}

static void shift_ends(Run *run, int64_t worker) {
    Desk *desk = &run->desks[worker];
    const Shift *shift = &run->office->shift[desk->shift];
    if (desk->task >= 0) {
        int64_t number = desk->task;
        record_work(run, worker);
        run->log->task[number].remaining -= (shift->end - desk->began) * shift->pace;
        desk->task = -1;
        put(run, number);
    } else {
        Idle *idle = &run->idle[run->office->worker[worker].team];
        int64_t kept = 0;
        for (int64_t i = 0; i < idle->count; i++)
            if (idle->worker[i] != worker) idle->worker[kept++] = idle->worker[i];
        idle->count = kept;
    }
    if (++desk->shift < run->office->worker[worker].shifts.end)
        schedule(run, run->office->shift[desk->shift].start, SHIFT_STARTS, 0, worker);
}

static void shift_starts(Run *run, int64_t worker) {
    schedule(run, run->office->shift[run->desks[worker].shift].end, SHIFT_ENDS, 0, worker);
    look_for_work(run, worker);
}

/* Tasks */

static void open_task(Run *run, int64_t number, int64_t user, double since) {
    const Type *type = &run->office->type[number];
    const Channel *channel = &run->office->channel[type->channels.first];
    Log *log = run->log;
    int64_t way = 0, ways = type->channels.end - type->channels.first;
    if (ways > 1) {
        double u = uniform(&run->chance);
        while (way < ways - 1 && value(run, channel[way].upto) < u) way++;
    }
    double minutes = lognormal(&run->chance, channel[way].work) + channel[way].extra;
    ROOM_FOR_ONE(log->task, log->tasks, log->task_room);
    log->task[log->tasks] = (Task){number, user, way, run->now, since + type->due, minutes, NAN, NAN, minutes};
    put(run, log->tasks++);
}

static void schedule_follow_up(Run *run, int64_t number) {
    const User *user = &run->log->user[number];
    const Type *follow_up = &run->office->type[run->office->group[user->group].follow_up];
    double opens = fmax(user->last_contact + follow_up->opens, run->now);
    if (opens < user->leaves) schedule(run, opens, FOLLOW_UP_OPENS, 0, number);
}

static void task_done(Run *run, int64_t worker) {
    Desk *desk = &run->desks[worker];
    Task *task = &run->log->task[desk->task];
    record_work(run, worker);
    task->ended = run->now;
    desk->task = -1;
    if (task->user >= 0 && isnan(run->log->user[task->user].left)) {
        User *user = &run->log->user[task->user];
        const Group *group = &run->office->group[user->group];
        if (task->type == group->first_talk || task->type == group->follow_up) {
            user->contacts++;
            user->last_contact = run->now;
            schedule_follow_up(run, task->user);
        }
    }
    look_for_work(run, worker);
}

static void schedule_application(Run *run, int64_t which, int64_t number) {
    const User *user = &run->log->user[number];
    int64_t type = run->office->listed[run->office->group[user->group].at_random.first + which];
    double next = run->now + gap(&run->chance, value(run, run->office->type[type].rate));
    if (next < user->leaves) schedule(run, next, APPLIES, which, number);
}

static void application(Run *run, int64_t which, int64_t number) {
    int64_t group = run->log->user[number].group;
    open_task(run, run->office->listed[run->office->group[group].at_random.first + which], number, run->now);
    schedule_application(run, which, number);
}

/* Users */

static void enter(Run *run, const Stream *stream, double entered, double leaves, double last_contact) {
    const Office *office = run->office;
    const Group *group = &office->group[stream->group];
    Log *log = run->log;
    int64_t number = log->users++, age = picked(&run->chance, office->share, stream->ages);
    int64_t destination = picked(&run->chance, office->share, group->leaves_to);
    ROOM_FOR_ONE(log->user, number, log->user_room);
    log->user[number] = (User){stream->group, age, destination, 0, entered, run->now, NAN, leaves, last_contact};
    schedule(run, leaves, LEAVES, 0, number);
    if (entered == run->now)
        for (int64_t i = group->calls.first; i < group->calls.end; i++)
            if (uniform(&run->chance) < value(run, office->type[office->listed[i]].probability))
                open_task(run, office->listed[i], number, run->now);
    for (int64_t i = 0; i < group->at_random.end - group->at_random.first; i++) schedule_application(run, i, number);
    if (isnan(last_contact)) open_task(run, group->first_talk, number, entered);
    else schedule_follow_up(run, number);
}

/* Those present at the start: the length of the spell is length-biased, its age uniform. */
static void present_at_start(Run *run, const Stream *stream) {
    const Group *group = &run->office->group[stream->group];
    const Type *first_talk = &run->office->type[group->first_talk], *follow_up = &run->office->type[group->follow_up];
    Lognormal biased = {stream->stay.mu + stream->stay.sigma * stream->stay.sigma, stream->stay.sigma};
    for (int64_t i = 0; i < stream->initial; i++) {
        double stay = lognormal(&run->chance, biased), entered = -stay * uniform(&run->chance);
        double first = entered + first_talk->typical_wait, cycle = follow_up->opens + follow_up->typical_wait;
        double last_contact = first <= 0 ? fmax(first, -cycle * uniform(&run->chance)) : NAN;
        enter(run, stream, entered, stay + entered, last_contact);
    }
}

static void arrival(Run *run, int64_t number) {
    const Stream *stream = &run->office->stream[number];
    enter(run, stream, run->now, run->now + lognormal(&run->chance, stream->stay), NAN);
    schedule(run, next_arrival(run, stream->rate, run->now), ARRIVES, 0, number);
}

/* From outside */

static void schedule_outside(Run *run, int64_t which) {
    double rate = value(run, run->office->type[run->office->outside[which]].rate);
    schedule(run, run->now + gap(&run->chance, rate), OUTSIDE, 0, which);
}

static void outside(Run *run, int64_t which) {
    open_task(run, run->office->outside[which], -1, run->now);
    schedule_outside(run, which);
}

/* The next visitor of the opening that is now or next; the rate is that of a day, squeezed into it. */
static void schedule_visit(Run *run, int64_t which, double from) {
    const Opening *opening = &run->office->opening[run->next_opening[which]];
    const Piece *piece = run->office->piece;
    Range line = run->office->type[run->office->visit[which].type].rate;
    double rate = piece[piece_at(piece, line, opening->opens)].value * 1440 / (opening->closes - opening->opens);
    double next = fmax(from, opening->opens) + gap(&run->chance, rate);
    if (next < opening->closes) schedule(run, next, VISITS, 0, which);
}

static void opening(Run *run, int64_t which) {
    const Visits *visit = &run->office->visit[which];
    if (run->next_opening[which] == visit->openings.end) return;
    schedule_visit(run, which, run->now);
    schedule(run, run->office->opening[run->next_opening[which]].closes, CLOSES, 0, which);
}

static void visit(Run *run, int64_t which) {
    open_task(run, run->office->visit[which].type, -1, run->now);
    schedule_visit(run, which, run->now);
}

/* Whoever waits at closing time has to go. */
static void closes(Run *run, int64_t which) {
    int64_t number = run->office->visit[which].type;
    const Type *type = &run->office->type[number];
    const Heap *line = line_of(run, type->team, type->priority);
    for (int64_t i = 0; i < line->size; i++) {
        Task *task = &run->log->task[tag_of(line->item[i])];
        if (task->type == number && isnan(task->started) && isnan(task->ended)) task->ended = run->now;
    }
    run->next_opening[which]++;
    opening(run, which);
}

/* A run */

static void start(Run *run) {
    const Office *office = run->office;
    for (int64_t worker = 0; worker < office->workers; worker++) {
        run->desks[worker] = (Desk){office->worker[worker].shifts.first, -1, NAN};
        schedule(run, office->shift[run->desks[worker].shift].start, SHIFT_STARTS, 0, worker);
    }
    for (int64_t i = 0; i < office->streams; i++) {
        present_at_start(run, &office->stream[i]);
        schedule(run, next_arrival(run, office->stream[i].rate, 0), ARRIVES, 0, i);
    }
    for (int64_t i = 0; i < office->outsides; i++) schedule_outside(run, i);
    for (int64_t i = 0; i < office->visits; i++) {
        run->next_opening[i] = office->visit[i].openings.first;
        opening(run, i);
    }
}

static void happen(Run *run, enum Kind kind, int64_t which, int64_t whose) {
    switch (kind) {
    case DONE: task_done(run, whose); break;
    case SHIFT_ENDS: shift_ends(run, whose); break;
    case LEAVES: run->log->user[whose].left = run->now; break;
    case ARRIVES: arrival(run, whose); break;
    case OUTSIDE: outside(run, whose); break;
    case VISITS: visit(run, whose); break;
    case APPLIES: application(run, which, whose); break;
    case FOLLOW_UP_OPENS:
        open_task(run, run->office->group[run->log->user[whose].group].follow_up, whose,
                  run->log->user[whose].last_contact);
        break;
    case CLOSES: closes(run, whose); break;
    case SHIFT_STARTS: shift_starts(run, whose); break;
    }
}

/* What was never begun ended when its user left. */
static void settle(Log *log) {
    for (int64_t i = 0; i < log->tasks; i++) {
        Task *task = &log->task[i];
        if (isnan(task->ended) && cancelled(log, task)) task->ended = log->user[task->user].left;
    }
}

void simulate(const Office *office, uint64_t seed, Log *log) {
    Run run = {.office = office, .log = log};
    int64_t lines = office->teams * office->priorities;
    run.lines = zeroed(lines, sizeof *run.lines);
    run.idle = zeroed(office->teams, sizeof *run.idle);
    run.desks = zeroed(office->workers, sizeof *run.desks);
    run.next_opening = zeroed(office->visits, sizeof *run.next_opening);
    for (int64_t i = 0; i < office->teams; i++) run.idle[i].worker = zeroed(office->workers, sizeof(int64_t));
    memset(log, 0, sizeof *log);
    seed_chance(&run.chance, seed);
    start(&run);
    while (run.agenda.size) {
        Item event = pop(&run.agenda);
        int64_t tag = tag_of(event);
        run.now = key_of(event);
        happen(&run, tag >> 56, tag >> 40 & 0xFFFF, tag & 0xFFFFFFFFFF);
    }
    settle(log);
    for (int64_t i = 0; i < lines; i++) free(run.lines[i].item);
    for (int64_t i = 0; i < office->teams; i++) free(run.idle[i].worker);
    free(run.agenda.item);
    free(run.lines);
    free(run.idle);
    free(run.desks);
    free(run.next_opening);
}

void discard(Log *log) {
    free(log->user);
    free(log->task);
    free(log->work);
}
