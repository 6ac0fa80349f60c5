/* The dispatcher: a thread of the gateway that composes the outbox's due mails which are not yet, gives them
 * to the courier and notes its reports. */
#ifndef PORTILLON_POST_DISPATCH_H
#define PORTILLON_POST_DISPATCH_H

#include "app.h"
#include "post/message.h"

struct dispatcher;

/* Composes a mail from what its row says: sets mail->mime, in the arena. STORE_NONE: it cannot be, and the
 * log says why: the mail is given up, and composed anew when the administrator has it tried again. */
typedef enum store_status mail_composer(const struct app *app, const struct site *site, struct store_db *db,
                                        struct arena *a, struct outgoing *mail);

/* Begins; `socket` is the gateway's end of the wire (wire.h), borrowed. Until the courier has answered a
 * first HELLO nothing is given to it. NULL when no thread can be started. */
struct dispatcher *dispatcher_start(const struct app *app, int socket, mail_composer *composer);
/* Ends the thread, after what the courier has reported was noted; what is still under way is tried again when
 * the gateway starts again. */
void dispatcher_stop(struct dispatcher *d);

#endif
